// Opens a folded sheet over the page, as a dialog. The page behind rests until
// it is closed, and the focus goes back to where it came from.

class PopSheet extends HTMLElement {
  private dialog?: HTMLDialogElement;

  connectedCallback(): void {
    const summary = this.querySelector("summary");
    if (!summary || !window.HTMLDialogElement) return;
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      this.open();
    });
  }

  private open(): void {
    const details = this.querySelector("details")!;
    const sheet = this.querySelector<HTMLElement>(".sheet")!;
    const title = sheet.querySelector<HTMLElement>(".title")!;
    const close = sheet.querySelector<HTMLButtonElement>(".sheet-close");
    const dialog = (this.dialog ??= document.createElement("dialog"));
    dialog.setAttribute("aria-labelledby", sheet.getAttribute("aria-labelledby") ?? "");
    dialog.append(sheet);
    this.append(dialog);
    if (close) {
      close.hidden = false;
      close.onclick = () => dialog.close();
    }
    dialog.onclick = (event) => {
      if (event.target === dialog) dialog.close();
    };
    dialog.onclose = () => {
      if (close) close.hidden = true;
      details.append(sheet);
      dialog.remove();
      this.querySelector("summary")?.focus();
    };
    dialog.showModal();
    title.focus(); // and not the first button, which may be the one with consequences
  }
}

customElements.define("pop-sheet", PopSheet);
