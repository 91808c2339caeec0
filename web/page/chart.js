// Round trips as they come: a bar each, the newest at the right.
import { milliseconds } from "./text.js";

const kept = 1000;
const bar = 4, gap = 2, left = 52, bottom = 4, top = 8;

export function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

function nice_ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

export class Chart {
  #values = [];
  #asked = false;

  constructor(canvas) {
    this.canvas = canvas;
    new ResizeObserver(() => this.#ask()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#ask());
    this.#ask();
  }

  clear() {
    this.#values = [];
    this.#ask();
  }

  add(value) {
    this.#values.push(value);
    if (this.#values.length > kept) this.#values.shift();
    this.#ask();
  }

  /** Of the last 1,000. */
  summary() {
    const sorted = [...this.#values].sort((a, b) => a - b);
    return { last: this.#values.at(-1), median: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
  }

  #ask() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
    });
  }

  #draw() {
    const { canvas } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    const scale = devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const style = getComputedStyle(canvas);
    const color = (name) => style.getPropertyValue(name).trim();
    const shown = this.#values.slice(-Math.floor((width - left) / (bar + gap)));
    const sorted = [...shown].sort((a, b) => a - b);
    const most = shown.length ? nice_ceiling(Math.max(quantile(sorted, 0.97) * 1.15, 0.1)) : 1;
    const y = (value) => height - bottom - (Math.min(value, most) / most) * (height - bottom - top);

    pen.font = `12px ${color("--mono")}`;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const part of [0, 0.5, 1]) {
      pen.fillStyle = color("--line");
      pen.fillRect(left, Math.round(y(part * most)), width - left, 1);
      pen.fillStyle = color("--soft");
      if (part) pen.fillText(`${+(part * most).toPrecision(2)} ms`, left - 8, y(part * most));
    }
    shown.forEach((value, i) => {
      const x = width - (shown.length - i) * (bar + gap);
      const is_high = value > most;
      pen.globalAlpha = i + 1 === shown.length ? 1 : 0.62;
      pen.fillStyle = color(is_high ? "--wait" : "--accent");
      pen.beginPath();
      pen.roundRect(x, y(value), bar, height - bottom - y(value), [2, 2, 0, 0]);
      pen.fill();
    });
    pen.globalAlpha = 1;
    if (!shown.length) return;
    const middle = Math.round(y(quantile(sorted, 0.5)));
    pen.strokeStyle = color("--ink");
    pen.setLineDash([3, 4]);
    pen.beginPath();
    pen.moveTo(left, middle + 0.5);
    pen.lineTo(width, middle + 0.5);
    pen.stroke();
    const { median, p99 } = this.summary();
    canvas.setAttribute("aria-label", `Round trip times: median ${milliseconds(median)}, p99 ${milliseconds(p99)}`);
  }
}
