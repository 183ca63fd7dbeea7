// What every page loads: htmx, the elements that better its markup, and, once
// the page is quiet, the service worker and the live connection.

import "./hypertext";
import "../internal/ui/quick-exit";
import "../internal/ui/error-summary";
import "../internal/ui/pop-sheet";
import "../internal/ui/copy-text";
import "../internal/ui/busy";
import "../internal/notify/push-notices";
import "../internal/account/pass-key";
import "../internal/account/seat/show-words";
import "../internal/forum/heard/help-beside";
import "../internal/forum/board/quiet-press";
import "../internal/forum/compose/kept-draft";
import "../internal/forum/compose/quote-selection";
import "../internal/forum/compose/just-posted";
import "../internal/finder/seek/near-me";
import { idle } from "./idle";
import { policy } from "./trust";
import { keepOffline } from "./worker";

idle(keepOffline);

const live = document.querySelector<HTMLMetaElement>("meta[name=handrail-live]")?.content;
if (live) {
  idle(async () => {
    const { connect } = (await import(live)) as typeof import("./live");
    connect(policy);
  });
}
