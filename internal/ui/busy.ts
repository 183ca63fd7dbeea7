// A form that has been sent says so on its button, and is not sent again while
// the answer is on its way.

const sent = new WeakSet<HTMLFormElement>();

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
  addEventListener("pageshow", () => {
    sent.delete(form);
    event.submitter?.removeAttribute("aria-busy");
  }, { once: true });
});
