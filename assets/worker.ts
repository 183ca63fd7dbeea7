// Registers the service worker, once the page has nothing better to do.

import { policy } from "./trust";

export function keepOffline(): void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  serviceWorker.register(policy.createScriptURL("/sw.js")).catch(() => {
    // A private window, or a browser told to keep nothing: the pages work without.
  });
}
