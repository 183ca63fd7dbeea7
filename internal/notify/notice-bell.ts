// Says on an open page that there is something new, once, and leads there. What
// it is stays on the page behind the link.

/** What is needed of the live connection. */
interface Connection<S extends Subscription> {
  newSubscription(channel: string): S;
  removeSubscription(subscription: S | null): void;
}

interface Subscription {
  on(event: "publication", hear: () => void): unknown;
  subscribe(): void;
}

export function noticeBell<S extends Subscription>(connection: Connection<S>): CustomElementConstructor {
  return class extends HTMLElement {
    private stop?: () => void;

    connectedCallback(): void {
      const subscription = connection.newSubscription(this.getAttribute("channel")!);
      subscription.on("publication", () => this.ring());
      subscription.subscribe();
      this.stop = () => connection.removeSubscription(subscription);
    }

    disconnectedCallback(): void {
      this.stop?.();
    }

    private ring(): void {
      const status = this.querySelector("[role=status]")!;
      if (status.childElementCount === 0) status.append(this.querySelector("template")!.content.cloneNode(true));
    }
  };
}
