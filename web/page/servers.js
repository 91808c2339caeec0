// The card of a server that lives in this tab: where it listens, what it is asked, what is wrong with it.
import { run } from "../loader.js";
import { address_in, link_trouble } from "./text.js";

const most_lines = 6;

export class Server {
  program = null;
  address = null;

  /** command(address): what to type in a terminal; entry(line): what the log shows of a line, null for nothing. */
  constructor(element, { name, builds, command, entry, changed }) {
    Object.assign(this, { element, name, builds, command, entry, changed });
    this.state = element.querySelector(".state");
    this.log = element.querySelector(".log");
    this.copy = element.querySelector(".copy");
    this.copy.addEventListener("click", () => this.#copy());
  }

  async start(settings) {
    this.trouble = this.failure = undefined;
    this.#show("opening", "starting");
    const attempt = (this.attempt = {});
    const mine = (f) => (value) => attempt === this.attempt && f(value);
    try {
      const program = await run(this.builds, {
        ...settings,
        arguments: ["", 0],
        stdout: mine((line) => this.#hear(line)),
        stderr: mine((line) => this.#complaint(line)),
        exit: mine((ending) => this.#ended(ending)),
      });
      if (attempt !== this.attempt) return void program.stop();
      this.program = program;
    } catch (error) {
      if (attempt !== this.attempt) return;
      this.failure = error.message;
      this.#ended({ status: -1 });
    }
  }

  async stop() {
    this.attempt = null;
    const { program } = this;
    this.program = this.address = null;
    await program?.stop();
  }

  #hear(line) {
    if (line.startsWith("Listening on")) return this.#listens(address_in(line));
    const entry = this.entry(line);
    if (!entry) return;
    const item = document.createElement("li");
    const now = new Date().toLocaleTimeString([], { hour12: false });
    for (const [tag, text] of [["b", entry.what], ["span", entry.from], ["time", now]]) {
      const part = document.createElement(tag);
      part.textContent = text;
      item.append(part);
    }
    this.log.prepend(item);
    while (this.log.children.length > most_lines) this.log.lastChild.remove();
  }

  #listens(address) {
    this.address = address;
    this.element.querySelector(".address").textContent = address.text;
    this.element.querySelector("code").textContent = this.command(address);
    this.copy.disabled = false;
    this.#show("up", "listening");
    this.changed(this);
  }

  #complaint(line) {
    this.trouble = link_trouble(line) ?? this.trouble;
    console.warn(`${this.name}: ${line}`);
  }

  #ended({ status, why }) {
    this.program = this.address = null;
    this.copy.disabled = true;
    this.#show("bad", "not running");
    this.failure ??= why ?? `it ended with ${status}`;
    this.changed(this);
  }

  #show(state, text) {
    this.state.dataset.state = state;
    this.state.firstChild.textContent = text;
  }

  async #copy() {
    const code = this.element.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      this.copy.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code); // then the keyboard copies it
      this.copy.textContent = "Selected";
    }
    setTimeout(() => (this.copy.textContent = "Copy"), 1500);
  }
}
