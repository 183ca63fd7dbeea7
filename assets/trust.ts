// The one Trusted Types policy of the site. Markup passes only through here,
// script addresses only when they are our own, and script text never.

type Policy = {
  createHTML(markup: string): string;
  createScript(code: string): string;
  createScriptURL(url: string): string;
};

declare const trustedTypes: undefined | { createPolicy(name: string, rules: Policy): Policy };

const rules: Policy = {
  createHTML: (markup) => markup,
  createScript: () => "",
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, location.href);
    if (origin === location.origin && (pathname === "/sw.js" || pathname.startsWith("/assets/"))) return url;
    throw new TypeError("not a script of this site");
  },
};

export const policy: Policy = typeof trustedTypes === "undefined" ? rules : trustedTypes.createPolicy("handrail", rules);
