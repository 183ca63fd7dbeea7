// Opens the help lines beside a text when its words suggest it, for the writer
// alone. It stops nobody from sending, sends nothing itself, and keeps nothing.
// Whoever closes the lines is left alone until they open another page.

import { idle } from "../../../assets/idle";

const pause = 200; // milliseconds between two looks at what is typed

class HelpBeside extends HTMLElement {
  private hears?: (text: string) => boolean;
  private typed = false;
  private done = false;
  private waiting = false;

  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>("button[data-close]")!;
    button.hidden = false;
    button.addEventListener("click", () => this.close());
    this.lines.querySelector("summary")!.addEventListener("click", () => (this.done = true));
    this.addEventListener("input", this.soon);
    idle(async () => {
      this.hears = ((await import(this.getAttribute("words")!)) as typeof import("./heard")).hears;
      if (this.typed) this.listen();
    });
  }

  private get lines(): HTMLDetailsElement {
    return this.querySelector<HTMLDetailsElement>("details[data-lines]")!;
  }

  private soon = (): void => {
    this.typed = true;
    if (this.waiting || this.done) return;
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      this.listen();
    }, pause);
  };

  private listen(): void {
    const written = [...this.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input[type=text]")];
    if (this.done || !this.hears?.(written.map((field) => field.value).join("\n\n"))) return;
    this.done = true;
    this.lines.open = true;
    this.querySelector("[role=status]")!.textContent = this.getAttribute("said");
  }

  private close(): void {
    this.done = true;
    this.lines.open = false;
    this.querySelector<HTMLElement>("textarea")?.focus();
  }
}

customElements.define("help-beside", HelpBeside);
