// Tells whether words sound as if their writer may be in danger. It works in the
// browser of whoever writes, on what they have typed; nothing of it is sent,
// kept or counted. People write in whichever language they like, so all are
// heard, whatever the language of the page.

import { languages } from "./phrases";

/** fold makes one spelling of many: see the head of phrases.ts. */
function fold(text: string): string {
  const words = text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’‘`´]/g, "")
    .replace(/\s*\n\s*\n\s*|[^a-z0-9\s_-]+/g, " . ");
  return ` ${words.replace(/[\s_-]+/g, " ")} `;
}

// A space before and after, and the spaces of two phrases may be one.
const heard = languages.map(({ heavy, not }) => ({
  heavy: new RegExp(` (${heavy.join("|")})(?= )`, "g"),
  not: new RegExp(` ${not}$`),
}));

/** hears tells whether a text holds such words, and does not say in the same breath that they are not so. */
export function hears(text: string): boolean {
  const folded = fold(text);
  return heard.some(({ heavy, not }) => {
    for (const found of folded.matchAll(heavy)) {
      if (!not.test(folded.slice(0, found.index))) return true;
    }
    return false;
  });
}
