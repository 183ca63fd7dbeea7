// idle does work when the page has loaded and nobody is waiting for it.
export function idle(work: () => void): void {
  const soon = () => ("requestIdleCallback" in window ? requestIdleCallback(work, { timeout: 4000 }) : setTimeout(work, 200));
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}
