// Takes the focus when it appears, and brings its links to the question and not
// only to the box, so that the words of the question are in sight.

class ErrorSummary extends HTMLElement {
  connectedCallback(): void {
    this.focus();
    this.addEventListener("click", this.follow);
  }

  private follow = (event: MouseEvent): void => {
    const link = (event.target as Element).closest("a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  };
}

customElements.define("error-summary", ErrorSummary);
