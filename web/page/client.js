// The client's panel: a program that measures round trips, as the form says.
import { run } from "../loader.js";
import { Chart } from "./chart.js";
import { link_trouble, milliseconds } from "./text.js";

const $ = (id) => document.getElementById(id);

export class Client {
  program = null;
  #chart = new Chart($("chart"));
  #count = 0;
  #attempt = null;

  constructor({ builds, settings }) {
    Object.assign(this, { builds, settings });
    this.form = $("client");
    this.button = $("client-button");
    this.button.disabled = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#attempt) this.stop();
      else this.start();
    });
  }

  async start() {
    this.#complain("");
    const wrong = this.#wrong_field();
    if (wrong) return;
    const { host, port, size, pause } = Object.fromEntries(new FormData(this.form));
    const attempt = (this.#attempt = {});
    const mine = (f) => (value) => attempt === this.#attempt && f(value);
    this.#begin(`to ${host}:${port}`);
    try {
      const program = await run(this.builds, {
        ...this.settings(),
        arguments: [host, port, 0, size, pause],
        stdout: mine((line) => this.#hear(line)),
        stderr: mine((line) => (this.why = link_trouble(line) ?? this.why)),
        exit: mine(({ why }) => this.#end(this.why ?? why ?? "The program has ended")),
      });
      if (attempt === this.#attempt) this.program = program;
      else await program.stop();
    } catch (error) {
      if (attempt === this.#attempt) this.#end(error.message);
    }
  }

  async stop() {
    const { program } = this;
    this.#end("");
    await program?.stop();
  }

  #begin(to) {
    this.why = undefined;
    this.#count = 0;
    this.#chart.clear();
    $("client-to").textContent = to;
    this.button.textContent = "Stop";
  }

  #end(why) {
    this.#attempt = this.program = null;
    this.button.textContent = "Start";
    this.#complain(why);
  }

  #hear(line) {
    if (line.startsWith("Connected to") && !$("first").textContent) {
      $("first").textContent = `First socket connected ${Math.round(performance.now())} ms after this page began to load.`;
    }
    if (line.startsWith("The server")) this.why = line;
    const trip = /after ([\d.e+-]+) ms/.exec(line);
    if (!trip) return;
    this.#chart.add(Number(trip[1]));
    const { last, median, p99 } = this.#chart.summary();
    $("trip-last").textContent = milliseconds(last);
    $("trip-median").textContent = milliseconds(median);
    $("trip-p99").textContent = milliseconds(p99);
    $("trip-count").textContent = ++this.#count;
  }

  // The first field that is wrong has the focus and its fault beside it.
  #wrong_field() {
    let first = null;
    for (const field of this.form.querySelectorAll("input")) {
      const is_wrong = !field.checkValidity();
      field.setAttribute("aria-invalid", String(is_wrong));
      if (is_wrong) first ??= field;
    }
    if (!first) return false;
    const { min, max } = first;
    const name = first.labels[0].textContent;
    this.#complain(min ? `${name}: a number from ${min} to ${max}` : `${name}: it is missing`);
    first.focus();
    return true;
  }

  #complain(text) {
    $("client-error").textContent = text;
    $("client-error").hidden = !text;
  }
}
