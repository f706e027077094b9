// Keys of the queue: the key beside a choice makes it, Enter decides. The page works without any of this.
const OFF = "pixels.queue.keysOff";
const form = document.querySelector("[data-decision]");
const start = document.querySelector("[data-start]");
const single = document.getElementById("single");
const alone = ["dismiss", "hide", "restore"];

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

function decide() {
  if (form.querySelector("[name=action]:checked")) form.requestSubmit();
  else document.getElementById("told").textContent = document.querySelector("main").dataset.choose;
}

function press(wanted) {
  wanted.focus();
  if (!wanted.matches("textarea")) wanted.click();
}

/** Nothing is wrong, or something is done; hidden or shown, not both. */
function leaveOut(chosen) {
  if (chosen.type !== "checkbox" || !chosen.checked) return;
  for (const other of form.querySelectorAll("[name=action]:checked")) {
    const isOpposite = alone.includes(chosen.value) && alone.includes(other.value);
    const isEmptied = (chosen.value === "dismiss" || other.value === "dismiss") && other.value !== "note" && chosen.value !== "note";
    if (other !== chosen && (isOpposite || isEmptied)) other.checked = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.isComposing) return;
  const { key, target } = event;
  if (key === "Enter" && form && (event.ctrlKey || event.metaKey)) return decide();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "Escape") return start.focus();
  if (isTyping(target)) return;
  if (key === "Enter") {
    if (target.closest("a, button, summary")) return;
    event.preventDefault();
    if (form) decide();
    else document.querySelector("[data-default]")?.click();
    return;
  }
  const wanted = key.length === 1 && !(single && !single.checked) ? document.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]`) : null;
  if (!wanted) return;
  event.preventDefault();
  press(wanted);
});

form?.addEventListener("change", (event) => {
  if (event.target.name === "action") leaveOut(event.target);
});
if (single) {
  single.checked = localStorage.getItem(OFF) === null;
  single.addEventListener("change", () => (single.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
start?.focus();
