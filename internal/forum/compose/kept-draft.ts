// Keeps what somebody writes as a draft, some seconds after they stop typing and
// when they turn away from the page. It is kept by the server, under a key that
// is theirs alone, and never in the browser.

const pause = 4000; // milliseconds without a key pressed
const files = "picture"; // the field that is not kept

class KeptDraft extends HTMLElement {
  private waiting?: number;
  private sending?: AbortController;
  private over = false; // the form was sent: what is in it is no draft any more
  private said = "";

  connectedCallback(): void {
    const form = this.closest("form")!;
    form.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => void this.keep(form), pause);
    });
    form.addEventListener("submit", () => {
      this.over = true;
      this.stop();
      this.sending?.abort();
    });
    addEventListener("pageshow", () => (this.over = false));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.waiting) void this.keep(form);
    });
  }

  disconnectedCallback(): void {
    this.stop();
  }

  private stop(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
  }

  private async keep(form: HTMLFormElement): Promise<void> {
    this.stop();
    if (this.over) return;
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name !== files && typeof value === "string") typed.append(name, value);
    }
    this.sending?.abort();
    const sending = (this.sending = new AbortController());
    const kept = await fetch(this.getAttribute("action")!, {
      method: "POST", body: typed, headers: { Accept: "application/json" }, keepalive: true, signal: sending.signal,
    }).then((answer) => answer.ok, () => false);
    if (!sending.signal.aborted) this.say(this.getAttribute(kept ? "said" : "said-not")!);
  }

  /** Says it once, and again only when it changes: nobody wants to hear it after each sentence. */
  private say(words: string): void {
    if (words === this.said) return;
    this.said = words;
    this.querySelector("[role=status]")!.textContent = words;
  }
}

customElements.define("kept-draft", KeptDraft);
