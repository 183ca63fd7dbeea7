// On the calendar that stands in for a page after somebody left quickly. Whoever typed the address has come back and is let
// through; whoever got here by going back is not. Only the browser knows which.

export {};

const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
const on = document.querySelector<HTMLAnchorElement>("main a")?.href;
if (on && visit?.type === "navigate") location.replace(on);
