// Opens a copy that somebody took with them: one page that holds its own
// content, locked, and asks no other machine for anything. The script stands in
// the page itself; docs/guide/export.md describes the format.

export {};

type Words = Record<"yes" | "no" | "nothing" | "unreadable" | "more" | "made", string>;
type Head = { version: number; salt: string; rounds: number };
type Column = { name: string; kind: string; why: string };
type Row = Record<string, unknown>;
type Section = { title: string; columns: Column[]; rows: Row[] };
type Copy = { made_at: string; sections: Section[] };

class WrongPhrase extends Error {}

const rowsAtOnce = 50;

const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Record<string, string>, ...inside: (Node | string)[]) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

// fold brings a typed phrase to the form that was used when the page was made:
// capitals, accents and what stands between words make no difference.
function fold(phrase: string): string {
  const plain = phrase.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "").join(" ");
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) all[i] = text.charCodeAt(i);
  return all;
}

async function keyFor(phrase: string, head: Head): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(fold(phrase));
  const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(head.salt), iterations: head.rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
}

// nonce is the number of a part, and whether it is the last.
function nonce(part: number, last: boolean): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(12);
  new DataView(all.buffer).setUint32(7, part);
  all[11] = last ? 1 : 0;
  return all;
}

// unlock opens every part, in order. The text of a part leaves the page once
// the first part has shown that the phrase is right.
async function unlock(phrase: string, progress: HTMLProgressElement): Promise<ArrayBuffer[]> {
  const headText = find("head").textContent ?? "";
  const head = JSON.parse(headText) as Head;
  const about = new TextEncoder().encode(headText);
  const key = await keyFor(phrase, head);
  const parts = [...document.querySelectorAll("script.part")];
  if (parts.length === 0) throw new Error("there is no part");
  progress.max = parts.length;
  const opened: ArrayBuffer[] = [];
  for (const [number, part] of parts.entries()) {
    const how = { name: "AES-GCM", iv: nonce(number, number === parts.length - 1), additionalData: about };
    try {
      opened.push(await crypto.subtle.decrypt(how, key, bytes(part.textContent ?? "")));
    } catch (cause) {
      throw number === 0 ? new WrongPhrase() : cause;
    }
    part.remove();
    progress.value = number + 1;
  }
  return opened;
}

function textOf(parts: ArrayBuffer[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
}

class Shown {
  private readonly moment: Intl.DateTimeFormat;
  private readonly number: Intl.NumberFormat;

  constructor(private readonly words: Words, pageLanguage: string) {
    const language = navigator.languages.find((l) => l.split("-")[0] === pageLanguage) ?? pageLanguage; // "en-GB" for "en"
    this.moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
    this.number = new Intl.NumberFormat(language);
  }

  copy(copy: Copy): HTMLElement[] {
    const made = make("p", {}, this.words.made + " ", this.time(copy.made_at));
    return [made, ...copy.sections.map((section, i) => this.section(section, `section-${i}`))];
  }

  private section(section: Section, id: string): HTMLElement {
    const heading = make("h2", { id }, section.title, ` (${this.number.format(section.rows.length)})`);
    const details = make("details", {}, make("summary", {}, heading));
    details.addEventListener("toggle", () => details.append(this.rows(section, id)), { once: true });
    return details;
  }

  private rows(section: Section, id: string): HTMLElement {
    if (section.rows.length === 0) return make("p", {}, this.words.nothing);
    const body = make("tbody", { role: "rowgroup" });
    const labels = section.columns.map((c) => make("th", { scope: "col", role: "columnheader" }, c.why));
    const head = make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...labels));
    const table = make("table", { role: "table", "aria-labelledby": id }, head, body);
    const more = make("button", { type: "button" }, this.words.more);
    const box = make("div", { class: "rows", role: "region", "aria-labelledby": id, tabindex: "0" }, table);
    let next = 0;
    const add = () => {
      const rows = section.rows.slice(next, next + rowsAtOnce);
      body.append(...rows.map((row) => this.row(section.columns, row)));
      next += rows.length;
      more.hidden = next >= section.rows.length;
    };
    more.addEventListener("click", add);
    add();
    return make("div", {}, box, more);
  }

  private row(columns: Column[], row: Row): HTMLElement {
    const cells = columns.map((c) => make("td", { role: "cell", "data-label": c.why, dir: "auto" }, this.value(c, row[c.name])));
    return make("tr", { role: "row" }, ...cells);
  }

  private value(column: Column, value: unknown): Node | string {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "boolean") return value ? this.words.yes : this.words.no;
    if (typeof value === "number") return this.number.format(value);
    if (typeof value === "string") return column.kind === "time" ? this.time(value) : value;
    const other = value as { base64?: string };
    return other.base64 ?? this.words.unreadable;
  }

  private time(value: string): HTMLElement {
    return make("time", { datetime: value }, this.moment.format(new Date(value)));
  }
}

function say(id: "busy" | "wrong" | "damaged" | "old" | "") {
  for (const one of ["busy", "wrong", "damaged", "old"]) find(one).hidden = one !== id;
}

function show(parts: ArrayBuffer[]) {
  const copy = JSON.parse(textOf(parts)) as Copy;
  const words = JSON.parse(find("words").textContent ?? "") as Words;
  const save = find<HTMLAnchorElement>("save");
  save.href = URL.createObjectURL(new Blob(parts, { type: "application/json" }));
  find("copy").append(...new Shown(words, document.documentElement.lang).copy(copy));
  find("ask").remove();
  find("opened").hidden = false;
  find("title").focus();
}

async function open(phrase: HTMLInputElement, button: HTMLButtonElement) {
  button.disabled = true;
  say("busy");
  try {
    show(await unlock(phrase.value, find<HTMLProgressElement>("progress")));
  } catch (cause) {
    say(cause instanceof WrongPhrase ? "wrong" : "damaged");
    button.disabled = !(cause instanceof WrongPhrase);
    phrase.focus();
  }
}

function begin() {
  const form = find<HTMLFormElement>("ask");
  const phrase = find<HTMLInputElement>("phrase");
  const button = find<HTMLButtonElement>("open");
  form.hidden = false;
  if (!globalThis.crypto?.subtle) return say("old");
  button.disabled = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void open(phrase, button);
  });
  find<HTMLInputElement>("reveal").addEventListener("change", (event) => {
    phrase.type = (event.target as HTMLInputElement).checked ? "text" : "password";
  });
}

document.documentElement.classList.add("scripts");
document.addEventListener("DOMContentLoaded", begin);
// A page that comes back from the browser's memory would come back open.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
