// Moves a run sheet by itself: where the meeting is, whose turn it is, who waits.
// The server sends the whole small state with each change, under a number; an
// older one is let go. What is not in it (words that were changed, celebrations,
// pairs) is fetched, a little later for each reader, and never under the hands of
// somebody who writes. The focus stays where it is.

/** What is needed of the live connection. */
interface Connection<S extends Subscription> {
  newSubscription(channel: string): S;
  removeSubscription(subscription: S | null): void;
}

interface Subscription {
  on(event: "publication", hear: (said: { data: unknown }) => void): unknown;
  on(event: "subscribed", hear: () => void): unknown;
  on(event: "subscribing", hear: (why: { code: number }) => void): unknown;
  subscribe(): void;
}

interface Trust {
  createHTML(markup: string): string;
}

interface Named {
  who: string;
  name: string;
  hidden?: boolean;
  room?: boolean;
  again?: boolean;
}

/** The state, as the server sends it. Times are milliseconds. */
interface Frame {
  number: number;
  parts: number;
  now: number;
  step: number;
  since: number;
  began: boolean;
  ended: boolean;
  back: boolean;
  moves: number;
  turns: number;
  chair: Named;
  turn?: Named & { since: number; for: number };
  hands: Named[];
  shut: boolean;
  round: boolean;
  hides?: boolean;
  cut?: boolean;
}

const asked = 0; // how the library says that a subscription is being made, not mended
const minute = 60_000;

export function sheetLive<S extends Subscription>(connection: Connection<S>, trust: Trust): CustomElementConstructor {
  return class extends HTMLElement {
    private frame!: Frame;
    private ahead = 0; // how far the server's clock is ahead of ours
    private known = false;
    private stale = false; // something waits until nobody writes
    private low = ""; // the turn of which it was said that it is nearly over
    private stop?: () => void;

    connectedCallback(): void {
      this.adopt();
      const subscription = connection.newSubscription(this.getAttribute("channel")!);
      subscription.on("publication", ({ data }) => this.hear(data as Frame));
      subscription.on("subscribing", ({ code }) => {
        if (code !== asked) this.say("[data-lost]", this.said("lost"));
      });
      subscription.on("subscribed", () => {
        this.say("[data-lost]", "");
        setTimeout(() => void this.look(), Math.random() * (this.known ? 2000 : 300));
        this.known = true;
      });
      subscription.subscribe();
      const ticking = setInterval(() => this.tick(), 1000);
      this.addEventListener("submit", this.send);
      this.addEventListener("focusout", this.rest);
      this.stop = () => {
        clearInterval(ticking);
        connection.removeSubscription(subscription);
      };
    }

    disconnectedCallback(): void {
      this.stop?.();
    }

    private said(name: string): string {
      return this.getAttribute(`said-${name}`) ?? "";
    }

    private one<E extends Element = HTMLElement>(selector: string): E | null {
      return this.querySelector<E>(selector);
    }

    private say(selector: string, words: string): void {
      const place = this.one(selector);
      if (place && place.textContent !== words) place.textContent = words;
    }

    private show(selector: string, is: boolean): void {
      for (const one of this.querySelectorAll<HTMLElement>(selector)) one.hidden = !is;
    }

    /** Takes the state that stands in the page. */
    private adopt(): void {
      this.frame = JSON.parse(this.one(".sheet-now")!.dataset["frame"]!) as Frame;
      this.ahead = this.frame.now - Date.now();
      this.tick();
    }

    private hear(frame: Frame): void {
      if (frame.number <= this.frame.number) return;
      const [was, is] = [this.stepAt(this.frame.step), this.stepAt(frame.step)];
      const fetched = was !== is && (was?.hasAttribute("data-fetch") || is?.hasAttribute("data-fetch"));
      if (frame.ended) {
        setTimeout(() => location.reload(), Math.random() * 1500);
        return;
      }
      if (frame.cut) {
        setTimeout(() => void this.look(), Math.random() * 1000);
        return;
      }
      const again = frame.parts !== this.frame.parts || frame.began !== this.frame.began || fetched;
      this.move(frame);
      if (again) setTimeout(() => void this.fetchAgain(), Math.random() * 500);
    }

    /** Looks at the state once, after a connection was made or mended. */
    private async look(): Promise<void> {
      const answer = await fetch(this.getAttribute("state")!).catch(() => undefined);
      if (answer?.ok) this.hear((await answer.json()) as Frame);
      else if (answer?.status === 404) location.reload();
    }

    private writes(): boolean {
      return this.contains(document.activeElement) && (document.activeElement?.matches("input:not([type=hidden]), textarea, select") ?? false);
    }

    private rest = (): void => {
      if (this.stale) setTimeout(() => void this.fetchAgain(), 200);
    };

    /** Fetches the part that moves, with all its words. */
    private async fetchAgain(): Promise<void> {
      this.stale = this.writes();
      if (this.stale) return;
      const answer = await fetch(this.getAttribute("now")!).catch(() => undefined);
      if (!answer?.ok) return;
      const markup = await answer.text();
      this.stale = this.writes();
      if (this.stale) return;
      const holder = document.createElement("template");
      holder.innerHTML = trust.createHTML(markup);
      const open = [...this.querySelectorAll("details")].map((one) => one.open);
      const focus = this.mark(document.activeElement);
      this.one(".sheet-moves")!.replaceChildren(holder.content);
      this.querySelectorAll("details").forEach((one, n) => (one.open = open[n] ?? false));
      const number = this.frame.number;
      this.adopt();
      if (this.frame.number < number) void this.look();
      if (focus) this.one(focus)?.focus();
    }

    /** How to find the button that has the focus after the part was replaced. */
    private mark(one: Element | null): string | undefined {
      if (!(one instanceof HTMLButtonElement) || !this.contains(one)) return undefined;
      const form = one.form?.id;
      return form ? `#${CSS.escape(form)} button[name="${one.name}"][value="${CSS.escape(one.value)}"]` : undefined;
    }

    private stepAt(step: number): HTMLElement | undefined {
      return this.querySelectorAll<HTMLElement>("[data-steps] > li")[step];
    }

    private called(step: number): string {
      return this.stepAt(step)?.firstElementChild?.textContent ?? "";
    }

    private move(frame: Frame): void {
      const before = this.frame;
      this.frame = frame;
      this.ahead = frame.now - Date.now();
      const held = document.activeElement;
      if (frame.step !== before.step || frame.began !== before.began) this.moveStep();
      this.moveQueue();
      this.fill("moves", frame.moves);
      this.fill("turns", frame.turns);
      this.announce(before);
      this.tick();
      if (held instanceof HTMLElement && this.contains(held) && held.closest("[hidden]")) {
        held.closest("form")?.querySelector<HTMLElement>(":scope :not([hidden]) > button, :scope > button:not([hidden])")?.focus();
      }
    }

    private fill(name: string, value: number): void {
      for (const one of this.querySelectorAll<HTMLInputElement>(`input[name=${name}]`)) one.value = String(value);
    }

    private moveStep(): void {
      const { step, began } = this.frame;
      const parts = this.querySelectorAll<HTMLElement>("[data-steps] > li");
      parts.forEach((one, n) => {
        one.classList.toggle("done", began && n < step);
        one.classList.toggle("here", began && n === step);
        if (began && n === step) one.setAttribute("aria-current", "step");
        else one.removeAttribute("aria-current");
      });
      for (const one of this.querySelectorAll<HTMLElement>("[data-detail]")) one.hidden = Number(one.dataset["detail"]) !== step;
      this.say("[data-part]", this.called(step));
      if (this.called(step + 1)) this.say("[data-next]", this.called(step + 1));
      this.show("[data-then]", step + 1 < parts.length);
      this.button("on", step + 1 < parts.length, step + 1);
      this.button("back", step > 0, step - 1);
      this.show("[data-last]", step + 1 >= parts.length);
    }

    private button(name: string, is: boolean, to?: number): void {
      const button = this.one<HTMLButtonElement>(`[data-step=${name}]`);
      if (!button) return;
      button.hidden = !is;
      if (to !== undefined) button.value = String(to);
    }

    private moveQueue(): void {
      const { hands, turn, chair, round, shut, back, began, step, hides } = this.frame;
      const me = this.getAttribute("me")!;
      this.button("undo", back);
      if (chair.who) this.say("[data-role]", chair.who === me ? this.said("you-chair") : this.said("chair").replace("{name}", this.named(chair)));
      const queue = this.one("[data-queue]");
      if (queue) {
        const hosts = queue.querySelector("#calling") !== null;
        queue.hidden = !began || !(hosts || this.stepAt(step)?.hasAttribute("data-queues") || turn || hands.length > 0);
      }
      this.show("[data-turn]", turn !== undefined);
      this.say("[data-turn] [data-name]", turn ? this.named(turn) : "");
      this.show("[data-nobody]", hands.length === 0);
      this.show("[data-round]", round);
      this.show("[data-shut]", shut);
      const waits = hands.some(({ who }) => who === me);
      const speaks = turn?.who === me;
      this.show("[data-when=out]", !waits && !speaks);
      this.show("[data-when=waits]", waits);
      this.show("[data-when=in]", waits || speaks);
      this.show("[data-when=shown]", !hides);
      this.show("[data-when=hides]", hides === true);
      if (waits || speaks) {
        this.show("[data-rests]", false);
        this.show("[data-when=willing]", true);
      }
      this.line(hands, me);
    }

    /** Sets the list of those who wait; a line that stays is the same element. */
    private line(hands: Named[], me: string): void {
      const list = this.one("[data-hands]");
      const pattern = this.one<HTMLTemplateElement>("[data-queue] > template")?.content.firstElementChild;
      if (!list || !pattern) return;
      const lines = new Map([...list.children].map((one) => [(one as HTMLElement).dataset["who"], one as HTMLElement]));
      const wanted = hands.map((hand) => {
        const one = lines.get(hand.who) ?? (pattern.cloneNode(true) as HTMLElement);
        one.dataset["who"] = hand.who;
        one.querySelector("[data-name]")!.textContent = this.named(hand);
        one.querySelector("[data-meta]")!.textContent = hand.who === me ? this.said(this.frame.hides ? "you-hide" : "you") : hand.room ? this.said("room") : hand.again ? this.said("again") : "";
        const who = one.querySelector<HTMLInputElement>("input[name=who]");
        if (who) who.value = hand.who;
        for (const button of one.querySelectorAll<HTMLElement>("[data-label]")) button.setAttribute("aria-label", `${button.dataset["label"]}: ${this.named(hand)}`);
        return one;
      });
      for (const [who, one] of lines) if (!hands.some((hand) => hand.who === who)) one.remove();
      wanted.forEach((one, n) => {
        if (list.children[n] !== one) list.insertBefore(one, list.children[n] ?? null);
      });
    }

    private named(one: Named): string {
      return one.hidden ? this.said("somebody") : one.name || this.said("former");
    }

    /** Says once what is new to whoever hears the page. */
    private announce(before: Frame): void {
      const { step, began, turn } = this.frame;
      const news: string[] = [];
      if (began && (step !== before.step || !before.began)) news.push(this.said("now").replace("{part}", this.called(step)));
      if (turn && turn.who !== before.turn?.who) {
        news.push(turn.who === this.getAttribute("me") ? this.said("your-turn") : this.said("speaks").replace("{name}", this.named(turn)));
      }
      if (news.length > 0) this.say("[data-says]", news.join(" "));
    }

    /** Shows how far the part and the turn are. Words change once a minute. */
    private tick(): void {
      const now = Date.now() + this.ahead;
      const { since, began, step, turn } = this.frame;
      if (began) this.say("[data-since]", this.minutes(now - since, Number(this.stepAt(step)?.dataset["minutes"] ?? 0)));
      if (!turn) return;
      const left = turn.since + turn.for - now;
      this.say("[data-turn-says]", left <= 0 ? this.said("up") : left <= minute ? this.said("last") : this.minutes(now - turn.since, turn.for / minute));
      this.one("[data-turn]")?.classList.toggle("is-low", left <= minute);
      const gone = Math.min(Math.max(((now - turn.since) * 100) / turn.for, 0), 100);
      this.one("[data-turn] .dial-gone")?.setAttribute("stroke-dasharray", `${gone.toFixed(1)} 100`);
      const which = `${turn.who} ${turn.since} ${turn.for}`;
      if (left > 0 && left <= minute && this.low !== which) {
        if (turn.for > minute) this.say("[data-says]", this.said("last"));
        this.low = which;
      }
    }

    private minutes(passed: number, of: number): string {
      const n = String(Math.floor(Math.max(passed, 0) / minute) + 1);
      return (of > 0 ? this.said("minute-of").replace("{of}", String(Math.round(of))) : this.said("minute")).replace("{n}", n);
    }

    /** Sends a form and stays; if that fails, the form is sent as without scripts. */
    private send = (event: SubmitEvent): void => {
      const form = event.target as HTMLFormElement;
      const button = event.submitter as HTMLButtonElement | null;
      if (!form.hasAttribute("data-quiet") || !button || form.dataset["quiet"] === "no") return;
      event.preventDefault();
      if (button.getAttribute("aria-busy") === "true") return;
      void this.press(form, button);
    };

    private async press(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
      const body = new URLSearchParams();
      for (const one of form.querySelectorAll<HTMLInputElement>("input[type=hidden]")) if (one.name !== "once") body.set(one.name, one.value);
      body.set(button.name, button.value);
      const number = this.frame.number;
      button.setAttribute("aria-busy", "true");
      const answer = await fetch(form.action, { method: "POST", body, headers: { "Handrail-Quietly": "yes" } }).catch(() => undefined);
      button.removeAttribute("aria-busy");
      if (answer?.status === 204 || answer?.status === 409) {
        setTimeout(() => {
          if (this.frame.number === number) void this.look();
        }, answer.status === 409 ? 0 : 800);
        if (body.get("do") === "not-today") void this.fetchAgain();
        return;
      }
      form.dataset["quiet"] = "no";
      form.requestSubmit(button);
    }
  };
}
