// htmx, with markup going through our policy and everything that would turn
// text into code switched off: hx-on, js: values, trigger filters, scripts in
// fragments.

import htmx from "htmx.org";
import { policy } from "./trust";

function refuse(): never {
  throw new Error("attributes hold no code here");
}

htmx.registerExtension("handrail", {
  init(api: { initSecurity(policy: unknown, sync: () => never, async: () => never): void }) {
    api.initSecurity(policy, refuse, refuse);
  },
  htmx_before_on_init: () => false,
});
