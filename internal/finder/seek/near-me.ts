// Looks for meetings near the device. It is asked where it is when the button is
// pressed and never before. What it says is rounded to about a kilometre, and goes
// into the form like a town that somebody typed.

class NearMe extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button || !("geolocation" in navigator)) return;
    button.hidden = false;
    this.querySelector<HTMLElement>("p.meta[hidden]")!.hidden = false;
    button.addEventListener("click", () => this.ask());
  }

  private ask(): void {
    this.say("said-asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.look(coords),
      () => this.say("said-failed"),
      { timeout: 20_000, maximumAge: 600_000 },
    );
  }

  private look(coords: GeolocationCoordinates): void {
    const form = this.closest("form")!;
    const put = (name: string, value: string) => (form.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value = value);
    put("place", "");
    put("of", "");
    put("at", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
    form.requestSubmit();
  }

  private say(words: string): void {
    this.querySelector("[role=status]")!.textContent = this.getAttribute(words);
  }
}

customElements.define("near-me", NearMe);
