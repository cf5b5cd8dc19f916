/* The day and time of planning show only when an editor plans. Without this script they always show. */
(() => {
  "use strict";
  const row = document.querySelector(".field-publish_on");
  const choices = document.querySelectorAll('input[name="visibility"]');
  if (!row || !choices.length) return;
  const show = () => { row.hidden = document.querySelector('input[name="visibility"]:checked')?.value !== "later"; };
  choices.forEach((choice) => choice.addEventListener("change", show));
  show();
})();
