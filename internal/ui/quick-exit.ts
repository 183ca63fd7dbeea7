// Leaves the page for somebody who is being watched. The screen is covered in
// the same turn in which the button is pressed; then the session is ended and
// this page is replaced, so that Back does not lead to it. Shift pressed three
// times within five seconds, alone, does the same.

const patience = 1500; // ms to wait for the answer behind the cover
const span = 5000; // ms for three presses of Shift
const presses = 3;

class QuickExit extends HTMLElement {
  private count = 0;
  private alone = false;
  private late = 0;
  private going = false;
  private dots?: HTMLElement;
  private status?: HTMLElement;

  connectedCallback(): void {
    this.status = document.createElement("span");
    this.status.className = "hush";
    this.status.setAttribute("role", "status");
    this.append(this.status);
    document.addEventListener("click", this.clicked, true);
    document.addEventListener("keydown", this.keyDown);
    document.addEventListener("keyup", this.keyUp);
    window.addEventListener("pageshow", this.shown);
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.clicked, true);
    document.removeEventListener("keydown", this.keyDown);
    document.removeEventListener("keyup", this.keyUp);
    window.removeEventListener("pageshow", this.shown);
    this.forget();
    this.status?.remove();
  }

  private clicked = (event: MouseEvent): void => {
    const button = (event.target as Element).closest?.("button");
    if (!button || !(this.contains(button) || button.hasAttribute("data-leave"))) return;
    event.preventDefault();
    event.stopPropagation();
    this.leave();
  };

  private keyDown = (event: KeyboardEvent): void => {
    this.alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!this.alone) this.forget();
  };

  private keyUp = (event: KeyboardEvent): void => {
    if (event.key !== "Shift" || !this.alone) return;
    this.alone = false;
    this.count++;
    if (this.count >= presses) return this.leave();
    this.show();
    clearTimeout(this.late);
    this.late = window.setTimeout(() => {
      this.forget();
      this.say("said-late");
    }, span);
    this.say(this.count === 1 ? "said-once" : "said-twice");
  };

  // A page brought back from the browser's memory after leaving stays covered.
  private shown = (event: PageTransitionEvent): void => {
    if (event.persisted && this.going) location.replace("/");
  };

  private leave(): void {
    if (this.going) return;
    this.going = true;
    const veil = document.createElement("div");
    veil.className = "veil";
    document.body.append(veil);
    document.title = this.getAttribute("title-going") ?? "";
    this.forget();
    this.say("said-going");
    void this.end();
  }

  private async end(): Promise<void> {
    const form = this.querySelector("form")!;
    const slow = new Promise((go) => setTimeout(go, patience));
    try {
      const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
      await Promise.race([fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }), slow]);
      location.replace(form.action);
    } catch {
      location.replace("about:blank");
    }
  }

  private show(): void {
    if (!this.dots) {
      this.dots = document.createElement("div");
      this.dots.className = "presses";
      this.dots.setAttribute("aria-hidden", "true");
      for (let n = 0; n < presses; n++) this.dots.append(document.createElement("span"));
      document.body.append(this.dots);
    }
    [...this.dots.children].forEach((dot, n) => dot.classList.toggle("pressed", n < this.count));
  }

  private say(attribute: string): void {
    if (this.status) this.status.textContent = this.getAttribute(attribute);
  }

  private forget(): void {
    clearTimeout(this.late);
    this.count = 0;
    this.dots?.remove();
    this.dots = undefined;
  }
}

customElements.define("quick-exit", QuickExit);
