// Takes the offer to take words back away after the time it says, unless
// somebody has it under their fingers just then.

const shown = 10_000; // milliseconds

class JustPosted extends HTMLElement {
  private waiting?: number;

  connectedCallback(): void {
    this.waiting = window.setTimeout(() => this.go(), shown);
  }

  disconnectedCallback(): void {
    clearTimeout(this.waiting);
  }

  private go(): void {
    if (this.contains(document.activeElement)) this.addEventListener("focusout", () => this.remove(), { once: true });
    else this.remove();
  }
}

customElements.define("just-posted", JustPosted);
