// Tries the live connection: sends a mark to the server by a form, waits until
// it comes back through the socket, and says how long that took.

/** What is needed of the live connection. */
interface Connection<S extends Subscription> {
  newSubscription(channel: string): S;
  removeSubscription(subscription: S | null): void;
}

interface Subscription {
  on(event: "publication", hear: (publication: { data: unknown }) => void): unknown;
  on(event: "subscribing" | "subscribed" | "unsubscribed", hear: () => void): unknown;
  subscribe(): void;
}

type Said = "said-opening" | "said-open" | "said-shut" | "said-sent" | "said-unsent" | "said-arrived" | "said-late";

/** How long, in milliseconds, until a mark that has not come back is late. */
const patience = 5000;

export function liveCheck<S extends Subscription>(connection: Connection<S>): CustomElementConstructor {
  return class extends HTMLElement {
    private mark = "";
    private sentAt = 0;
    private late = 0;
    private stop?: () => void;

    connectedCallback(): void {
      const form = this.querySelector("form")!;
      form.hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void this.send(form);
      });
      const subscription = connection.newSubscription(this.getAttribute("channel")!);
      subscription.on("publication", ({ data }) => this.arrived((data as { mark: string }).mark));
      subscription.on("subscribing", () => this.say("said-opening"));
      subscription.on("subscribed", () => this.say("said-open"));
      subscription.on("unsubscribed", () => this.say("said-shut"));
      subscription.subscribe();
      this.stop = () => connection.removeSubscription(subscription);
    }

    disconnectedCallback(): void {
      clearTimeout(this.late);
      this.stop?.();
    }

    private async send(form: HTMLFormElement): Promise<void> {
      const mark = Math.random().toString(36).slice(2);
      const body = new FormData(form);
      body.set("mark", mark);
      clearTimeout(this.late);
      this.say("said-sent");
      this.late = setTimeout(() => this.say("said-late"), patience);
      this.mark = mark;
      this.sentAt = performance.now();
      // The answer leads back to this page, which is open already.
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
      if (answer?.type === "opaqueredirect" || this.mark !== mark) return;
      this.end();
      this.say("said-unsent");
    }

    private arrived(mark: string): void {
      if (mark !== this.mark) return;
      const took = Math.round(performance.now() - this.sentAt);
      this.end();
      this.say("said-arrived", took.toLocaleString(document.documentElement.lang));
    }

    private end(): void {
      this.mark = "";
      clearTimeout(this.late);
    }

    private say(words: Said, time = ""): void {
      this.querySelector("[role=status]")!.textContent = this.getAttribute(words)!.replace("{.Time}", time);
    }
  };
}
