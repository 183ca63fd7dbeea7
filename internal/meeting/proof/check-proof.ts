// Checks a paper in the reader's browser, by the public keys that stand in the
// page: at once, also off line, and before anything is sent. Then it asks the
// site, which alone knows what was withdrawn. The text of a paper comes after the
// # of the address, which no browser sends; it is taken out of the address, so
// that it stays in no history.
//
// Package paper says what the text is. Both have to find the same.

export {};

type Verdict = "good" | "expired" | "altered" | "withdrawn" | "not ours";

interface Facts {
  s: string;
  n?: string;
  t?: string;
  d: string;
  e: string;
  z: string;
  m: number;
  c?: boolean;
  i: string;
  u: string;
}

const longest = 2048;
const day = 24 * 60 * 60 * 1000;
const anywhere = 12 * 60 * 60 * 1000; // how much later than in UTC a day ends in the last place on earth

class CheckProof extends HTMLElement {
  connectedCallback(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.check(this.field.value);
    });
    addEventListener("hashchange", this.fromAddress);
    this.fromAddress();
  }

  disconnectedCallback(): void {
    removeEventListener("hashchange", this.fromAddress);
  }

  private fromAddress = (): void => {
    if (!location.hash.startsWith("#h1.")) return;
    const text = location.hash.slice(1);
    history.replaceState(history.state, "", location.pathname);
    this.field.value = text;
    void this.check(text);
  };

  private async check(pasted: string): Promise<void> {
    const token = clean(pasted);
    const here = await this.read(token);
    this.show(here.verdict, here.facts, here.verdict === "good" ? "asking" : undefined);
    const site = await this.ask(pasted);
    if (!site) {
      if (here.verdict === "good") this.show("good", here.facts, "offline");
      return;
    }
    const tells = site === "good" || site === "expired";
    this.show(site, tells ? (here.facts ?? factsIn(token.split(".")[2] ?? "")) : undefined, site === "good" ? "asked" : undefined);
  }

  /** What the page finds out by itself. A browser without Ed25519 leaves it to the site. */
  private async read(token: string): Promise<{ verdict: Verdict | undefined; facts?: Facts }> {
    const [version, id, body, signature, more] = token.split(".");
    const key = this.keys.get(id ?? "");
    if (token.length > longest || version !== "h1" || !key || more !== undefined || signature === undefined) return { verdict: "not ours" };
    const signed = decode(signature);
    if (!signed) return { verdict: "altered" };
    try {
      const known = await crypto.subtle.importKey("raw", decode(key)!, "Ed25519", false, ["verify"]);
      const said = new TextEncoder().encode(token.slice(0, -signature.length - 1));
      if (!(await crypto.subtle.verify("Ed25519", known, signed, said))) return { verdict: "altered" };
    } catch {
      return { verdict: undefined };
    }
    const facts = factsIn(body!);
    if (!facts) return { verdict: "altered" };
    const over = Date.now() >= Date.parse(facts.u + "T00:00Z") + day + anywhere;
    return { verdict: over ? "expired" : "good", facts };
  }

  private async ask(pasted: string): Promise<Verdict | undefined> {
    try {
      const answer = await fetch(this.form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ paper: pasted }) });
      if (answer.ok) return ((await answer.json()) as { verdict: Verdict }).verdict;
    } catch {
      // off line
    }
    return undefined;
  }

  private show(verdict: Verdict | undefined, facts: Facts | undefined, note: string | undefined): void {
    const section = document.createElement("section");
    section.className = "stop lit";
    section.append(this.piece(`[data-note="heading"]`));
    if (verdict) section.append(this.piece(`[data-verdict="${verdict}"]`));
    else section.append(this.piece(`[data-note="${note ?? "offline"}"]`));
    if (facts) section.append(this.list(facts));
    if (verdict && note) section.append(this.piece(`[data-note="${note}"]`));
    this.querySelector("[data-answer]")!.replaceChildren(section);
  }

  private piece(which: string): Node {
    return this.querySelector<HTMLTemplateElement>(`template${which}`)!.content.cloneNode(true);
  }

  private list(facts: Facts): HTMLElement {
    const w = JSON.parse(this.getAttribute("words")!) as Record<string, string>;
    const list = document.createElement("dl");
    list.className = "facts";
    const add = (name: string, says: string | undefined) => {
      if (!says) return;
      const line = list.appendChild(document.createElement("div"));
      line.appendChild(document.createElement("dt")).textContent = name;
      line.appendChild(document.createElement("dd")).textContent = says;
    };
    add(w.name!, facts.n);
    add(w.title!, facts.t);
    add(w.date!, date(facts.d, "full"));
    add(w.time!, w.hours!.replace("%1", facts.d.slice(11)).replace("%2", facts.e.slice(11)).replace("%3", facts.z));
    add(w.present!, w.minutes!.replace("2", String(facts.m)));
    add(w.shown!, facts.c ? w.host : w.code);
    add(w.issued!, date(facts.i, "long"));
    add(w.until!, date(facts.u, "long"));
    add(w.serial!, facts.s);
    return list;
  }

  private get keys(): Map<string, string> {
    return new Map((JSON.parse(this.getAttribute("keys")!) as { id: string; key: string }[]).map(({ id, key }) => [id, key]));
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form")!;
  }

  private get field(): HTMLTextAreaElement {
    return this.querySelector("textarea")!;
  }
}

/** The text of a paper in what somebody pasted: an address that leads to it, or the text broken into lines. */
function clean(pasted: string): string {
  if (pasted.length > 4 * longest) return "";
  return pasted.slice(pasted.indexOf("#") + 1).replace(/\s/g, "");
}

/** Bytes in base64url, written in the one way there is. */
function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    return encode(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function factsIn(body: string): Facts | undefined {
  try {
    const facts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(decode(body))) as Facts;
    return typeof facts === "object" && facts && typeof facts.u === "string" && typeof facts.d === "string" && typeof facts.e === "string" ? facts : undefined;
  } catch {
    return undefined;
  }
}

function date(wall: string, style: "full" | "long"): string {
  const at = new Date(wall.slice(0, 10) + "T00:00Z");
  return isNaN(at.getTime()) ? wall : new Intl.DateTimeFormat(language(), { dateStyle: style, timeZone: "UTC" }).format(at);
}

/** English here writes dates as in Britain, as the site does. */
function language(): string {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang;
}

customElements.define("check-proof", CheckProof);
