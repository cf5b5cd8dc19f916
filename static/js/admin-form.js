/* What belongs to one answer shows only when that answer is chosen: the moment of planning, the line about a
   change, the day and the result of what is finished. A row with a message always shows. Without this script
   everything shows. */
(() => {
  "use strict";
  const showOnly = (rows, name, answer) => {
    const choices = document.querySelectorAll(`[name="${name}"]`);
    const found = document.querySelectorAll(rows);
    if (!choices.length) return;
    const isChosen = (choice) => choice.value === answer && (choice.type !== "radio" || choice.checked);
    const show = () => {
      const chosen = [...choices].some(isChosen);
      found.forEach((row) => { row.hidden = !chosen && !row.querySelector(".errorlist"); });
    };
    choices.forEach((choice) => choice.addEventListener("change", show));
    show();
  };
  showOnly(".field-publish_on", "visibility", "later");
  showOnly(".field-report_text", "report", "announced");
  showOnly(".field-closed_on, .field-result", "phase", "closed");
})();
