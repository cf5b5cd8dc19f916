/* Fills in the day that is proposed for a term when the days before it are chosen. The server knows the rule; what
   somebody typed stays. Without this script the help text names the rule. */
(() => {
  "use strict";
  const due = document.querySelector("[data-proposal]");
  if (!due) return;
  const words = document.getElementById("proposal");
  const fields = ["starts_on", "ends_on", "date_precision", "responds_to"]
    .map((name) => document.getElementById(`id_${name}`))
    .filter((field) => field);
  let asked = "";
  let proposed = "";

  const filledIn = () => fields.map((field) => `&${field.name}=${encodeURIComponent(field.value)}`).join("");

  const propose = async () => {
    const question = filledIn();
    if (question === asked) return;
    asked = question;
    const answer = await fetch(due.dataset.proposal + question, { headers: { Accept: "application/json" } });
    if (!answer.ok || question !== asked) return;
    const proposal = await answer.json();
    words.textContent = proposal.words;
    if (due.value !== "" && due.value !== proposed) return;
    due.value = due.defaultValue = proposed = proposal.due_on; // nobody typed it
    if (document.activeElement === due) due.select(); // who is about to type a day replaces it
  };

  /* The calendar of the admin fills in a day without an event of its own, and then gives the field the focus. */
  fields.forEach((field) => ["change", "focus", "blur"].forEach((event) => field.addEventListener(event, propose)));
  if ("proposalNow" in due.dataset) propose();
  else asked = filledIn();
})();
