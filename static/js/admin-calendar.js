/* Names for what Django's calendar and clock add beside a box: links with only a picture, and windows. */
window.addEventListener("load", () => {
  const each = (selector, change) => document.querySelectorAll(selector).forEach(change);
  const nameOf = (link) => {
    const box = link.closest(".datetimeshortcuts").previousElementSibling;
    return box.getAttribute("aria-label") ?? box.labels[0]?.textContent.replace(/:\s*$/, "") ?? "";
  };
  const addWords = (words) => (link) => {
    const hidden = document.createElement("span");
    hidden.className = "visually-hidden";
    hidden.textContent = `${words}: ${nameOf(link)}`;
    link.append(hidden);
  };
  each(".datetimeshortcuts a:has(.date-icon)", addWords("Kies uit de kalender"));
  each(".datetimeshortcuts a:has(.clock-icon)", addWords("Kies uit de klok"));
  each(".datetimeshortcuts [title]", (icon) => icon.removeAttribute("title"));
  each(".calendarnav-previous", (link) => link.setAttribute("aria-label", "Vorige maand"));
  each(".calendarnav-next", (link) => link.setAttribute("aria-label", "Volgende maand"));
  each(".calendarbox, .clockbox", (window) => {
    window.setAttribute("role", "dialog");
    window.setAttribute("aria-label", window.matches(".clockbox") ? "Klok" : "Kalender");
  });
});
