// Offers to quote the words that somebody selected in a post. The offer stands
// right behind the post's words, so that the next Tab leads to it.

const most = 500; // characters of a quote

class QuoteSelection extends HTMLElement {
  private readonly button = document.createElement("button");
  private post = "";
  private words = "";
  private passed = false; // the offer was reached by keyboard once: it is not to hold anybody
  private readonly look = (): void => this.offer();
  private readonly press = (event: KeyboardEvent): void => this.lead(event);

  connectedCallback(): void {
    this.button.type = "button";
    this.button.className = "btn btn-small quote-this";
    this.button.textContent = this.getAttribute("said");
    // Pressing it shall not undo the selection first.
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.quote());
    document.addEventListener("selectionchange", this.look);
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback(): void {
    document.removeEventListener("selectionchange", this.look);
    document.removeEventListener("keydown", this.press);
    this.button.remove();
  }

  private offer(): void {
    if (document.activeElement === this.button) return;
    const selection = document.getSelection();
    const words = selection?.toString().replace(/\s+/g, " ").trim() ?? "";
    const body = selection?.rangeCount ? within(selection.getRangeAt(0).commonAncestorContainer) : null;
    if (!words || !body) return this.button.remove();
    this.post = postOf(body);
    this.passed &&= words === this.words;
    this.words = words;
    if (body.nextElementSibling !== this.button) body.after(this.button);
  }

  /** After a click the next Tab would begin at the top of the page. */
  private lead(event: KeyboardEvent): void {
    if (event.key !== "Tab" || event.shiftKey || this.passed || !this.button.isConnected) return;
    event.preventDefault();
    this.passed = true;
    this.button.focus();
  }

  private quote(): void {
    const quoting = document.getElementById("quoting")!;
    const field = <E extends HTMLElement>(name: string) => quoting.querySelector<E>(`[name="${name}"]`)!;
    field<HTMLInputElement>("quote").value = this.post;
    field<HTMLTextAreaElement>("excerpt").value = [...this.words].slice(0, most).join("");
    field<HTMLInputElement>("no-quote").checked = false;
    quoting.querySelector("details")?.remove();
    quoting.hidden = false;
    this.button.remove();
    const text = quoting.closest("form")!.querySelector<HTMLTextAreaElement>('textarea[name="text"]')!;
    text.focus();
    quoting.scrollIntoView({ block: "center" });
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** The words of the post that a place in the page belongs to. */
function within(place: Node): HTMLElement | null {
  const element = place instanceof Element ? place : place.parentElement;
  return element?.closest<HTMLElement>(".thread article .said") ?? null;
}

/** The id of a post, as it ends the address of its own page. */
function postOf(body: HTMLElement): string {
  const ways = [...body.closest("article")!.querySelectorAll<HTMLAnchorElement>("footer a")];
  return new URL(ways.pop()!.href).pathname.split("/").pop()!;
}

customElements.define("quote-selection", QuoteSelection);
