// Presses the buttons of a form that stay pressed without leaving the page: what
// was left, what one hears of, what one keeps. With "one", at most one of them is
// pressed at a time. If that fails, the form is sent as it would be without this.

const off = " off"; // ends the value of a button that takes back

class QuietPress extends HTMLElement {
  private plainly = false;

  connectedCallback(): void {
    for (const button of this.querySelector("form")!.elements) {
      if (!button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", "false");
    }
    this.addEventListener("submit", (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      if (this.plainly || !button) return;
      event.preventDefault();
      void this.press(event.target as HTMLFormElement, button);
    });
  }

  private async press(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
    const body = new URLSearchParams([[button.name, button.value]]);
    const was = this.pressed(form);
    if (this.hasAttribute("one")) was.forEach(turn);
    if (!was.includes(button) || !this.hasAttribute("one")) turn(button);
    // keepalive: whoever goes on to another page at once has pressed it all the same.
    const headers = { "Handrail-Quietly": "yes" };
    const answer = await fetch(button.getAttribute("formaction") ?? form.action, { method: "POST", body, headers, keepalive: true }).catch(() => null);
    if (answer?.status === 204) return;
    this.plainly = true;
    button.value = body.get(button.name)!;
    form.requestSubmit(button);
  }

  private pressed(form: HTMLFormElement): HTMLButtonElement[] {
    return [...form.elements].filter((one): one is HTMLButtonElement => one.getAttribute("aria-pressed") === "true");
  }
}

function turn(button: HTMLButtonElement): void {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? button.value + off : button.value.slice(0, -off.length);
}

customElements.define("quiet-press", QuietPress);
