// Shows answers while they come. A reader who is at the end of the topic sees
// them at once; for everybody else a button says that there is something new, so
// that nothing moves under their eyes, nor while they write. Each answer is in
// the log, and read aloud, once. The focus stays where it is.

/** What is needed of the live connection. */
interface Connection<S extends Subscription> {
  newSubscription(channel: string): S;
  removeSubscription(subscription: S | null): void;
}

interface Subscription {
  on(event: "publication", hear: (said: { data: unknown }) => void): unknown;
  on(event: "subscribed", hear: () => void): unknown;
  subscribe(): void;
}

interface Trust {
  createHTML(markup: string): string;
}

/** What was said after the last answer that is on the page. */
interface News {
  last: number;
  says: string;
  answers: Element[];
}

export function topicLive<S extends Subscription>(connection: Connection<S>, trust: Trust): CustomElementConstructor {
  return class extends HTMLElement {
    private last = 0;
    private busy = false;
    private again = false;
    private stop?: () => void;

    connectedCallback(): void {
      this.last = Number(this.getAttribute("after"));
      const subscription = connection.newSubscription(this.getAttribute("channel")!);
      let known = false;
      subscription.on("publication", ({ data }) => {
        if ((data as { number: number }).number > this.last) void this.look();
      });
      subscription.on("subscribed", () => {
        if (known) void this.look(); // something may have been said while the connection was lost
        known = true;
      });
      subscription.subscribe();
      this.stop = () => connection.removeSubscription(subscription);
    }

    disconnectedCallback(): void {
      this.stop?.();
    }

    /** Looks for news, once at a time. */
    private async look(): Promise<void> {
      this.again = this.busy;
      if (this.busy) return;
      this.busy = true;
      await (this.isFollowed() ? this.show() : this.offer());
      this.busy = false;
      if (this.again) await this.look();
    }

    /** Whether the reader is at the end of the topic, and not writing. */
    private isFollowed(): boolean {
      const end = this.getBoundingClientRect().bottom;
      const writes = document.activeElement?.matches("input, textarea, select") ?? false;
      return document.visibilityState === "visible" && !writes && end >= 0 && end <= innerHeight;
    }

    private async news(seen: boolean): Promise<News | undefined> {
      const answer = await fetch(this.getAttribute("since")! + this.last + (seen ? "?seen" : "")).catch(() => undefined);
      if (!answer?.ok) return undefined;
      const holder = document.createElement("template");
      holder.innerHTML = trust.createHTML(await answer.text());
      const { dataset, children } = holder.content.firstElementChild as HTMLElement;
      return { last: Number(dataset["last"]), says: dataset["says"]!, answers: [...children] };
    }

    /** Adds what is new to the page. */
    private async show(): Promise<Element[]> {
      const news = await this.news(true);
      if (!news || news.last <= this.last) return [];
      this.last = news.last;
      for (const one of news.answers) one.querySelectorAll("button[form]:not([aria-pressed])").forEach((button) => button.setAttribute("aria-pressed", "false"));
      this.querySelector("[role=log]")!.append(...news.answers);
      this.querySelector("[role=status]")!.replaceChildren();
      return news.answers;
    }

    /** Says that there is something new. */
    private async offer(): Promise<void> {
      const news = await this.news(false);
      if (!news || !news.answers.some((one) => one.matches("article"))) return;
      const button = this.querySelector("button") ?? document.createElement("button");
      button.type = "button";
      button.className = "btn btn-small";
      button.textContent = news.says;
      button.onclick = () => void this.take();
      if (!button.isConnected) this.querySelector("[role=status]")!.replaceChildren(button);
    }

    /** Shows what was offered, and goes there: its reader asked for it. */
    private async take(): Promise<void> {
      const first = (await this.show()).find((one): one is HTMLElement => one.matches("article"));
      if (!first) return;
      first.tabIndex = -1;
      first.focus();
    }
  };
}
