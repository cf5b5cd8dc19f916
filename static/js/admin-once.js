/* Sends a form once: on a slow line people press again, and then the server would do everything twice. */
(() => {
  "use strict";
  const AGAIN = 10_000; // milliseconds after which nobody is that impatient: the first press came to nothing
  const sentAt = new WeakMap();
  window.addEventListener("submit", (event) => {
    if (event.submitter?.name === "_preview") return; // opens beside the form, as often as somebody likes
    if (Date.now() - (sentAt.get(event.target) ?? -Infinity) < AGAIN) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sentAt.set(event.target, Date.now());
  }, { capture: true });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form").forEach((form) => sentAt.delete(form)); // who came back may send it again
  });
})();
