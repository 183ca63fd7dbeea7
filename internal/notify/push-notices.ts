// Turns notices on in this browser. The browser is asked when the button is
// pressed and never before; what it answers goes to the server with the form.

class PushNotices extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form")!;
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
    this.say("");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (this.field("endpoint").value !== "") return;
      event.preventDefault();
      void this.turnOn(form).catch(() => this.say(this.getAttribute("said-failed")));
    });
    void this.forget();
  }

  private async turnOn(form: HTMLFormElement): Promise<void> {
    if ((await Notification.requestPermission()) !== "granted") return this.say(this.getAttribute("said-refused"));
    const { pushManager } = await navigator.serviceWorker.ready;
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.getAttribute("key")! });
    const { endpoint, keys } = subscription.toJSON();
    this.field("endpoint").value = endpoint!;
    this.field("p256dh").value = keys!["p256dh"]!;
    this.field("auth").value = keys!["auth"]!;
    form.requestSubmit();
  }

  /** This element is shown where the server sends nothing to this browser. */
  private async forget(): Promise<void> {
    const registration = await navigator.serviceWorker.getRegistration();
    const left = await registration?.pushManager.getSubscription();
    await left?.unsubscribe();
  }

  private field(name: string): HTMLInputElement {
    return this.querySelector<HTMLInputElement>(`input[name=${name}]`)!;
  }

  private say(words: string | null): void {
    this.querySelector("[role=status]")!.textContent = words;
  }
}

customElements.define("push-notices", PushNotices);
