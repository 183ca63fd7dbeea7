// Offers to copy a code. The offer appears only where it can be kept.

class CopyText extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.querySelector("code")?.textContent ?? "");
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = this.getAttribute("said");
  }
}

customElements.define("copy-text", CopyText);
