/* Opens what leads to the window "phone" in one as wide as a phone. Without this script it opens in a tab. */
document.addEventListener("click", ({ target }) => {
  if (target.closest("[target=phone], [formtarget=phone]")) window.open("", "phone", "popup,width=360,height=640");
});
