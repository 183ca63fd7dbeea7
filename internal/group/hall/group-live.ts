// Says on a page inside a group that there is something to look at, once, and
// leads there. When its reader is no member any more, it empties the page.

/** What is needed of the live connection. */
interface Connection<S extends Subscription> {
  newSubscription(channel: string): S;
  removeSubscription(subscription: S | null): void;
}

interface Subscription {
  on(event: "publication", hear: () => void): unknown;
  on(event: "unsubscribed", hear: (why: { code: number }) => void): unknown;
  subscribe(): void;
}

/** Why the server ends a subscription for good: the membership is over, or it never was one. */
const over = [103, 2100];

export function groupLive<S extends Subscription>(connection: Connection<S>): CustomElementConstructor {
  return class extends HTMLElement {
    private stop?: () => void;

    connectedCallback(): void {
      const subscription = connection.newSubscription(this.getAttribute("channel")!);
      subscription.on("publication", () => this.stir());
      subscription.on("unsubscribed", ({ code }) => {
        if (over.includes(code)) this.end();
      });
      subscription.subscribe();
      this.stop = () => connection.removeSubscription(subscription);
    }

    disconnectedCallback(): void {
      this.stop?.();
      this.stop = undefined;
    }

    private stir(): void {
      const status = this.querySelector("[role=status]")!;
      if (status.childElementCount === 0) status.append(this.querySelector("template")!.content.cloneNode(true));
    }

    /** Leaves nothing of the group on the page: not its name, not its words. */
    private end(): void {
      const said = (name: string) => this.getAttribute(`said-${name}`)!;
      const header = element("header", "flow", words("h1", said("over")), words("p", said("over-why")));
      const ways = element("p", "tail", link("/groups", said("groups")), link("/help", said("help")));
      const main = document.querySelector("main")!;
      document.title = said("over");
      history.replaceState(null, "", "/groups");
      main.replaceChildren(element("div", "rail", header, ways));
      main.focus();
    }
  };
}

function element(name: string, styled: string, ...parts: Node[]): HTMLElement {
  const made = document.createElement(name);
  made.className = styled;
  made.append(...parts);
  return made;
}

function words(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function link(path: string, text: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = path;
  made.textContent = text;
  return made;
}
