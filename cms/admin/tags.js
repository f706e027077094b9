// Shows how far the changes of tags are that are under way, and says when one has come to its end.
const words = JSON.parse(document.querySelector("[data-words]")?.dataset.words ?? "{}");
const told = document.getElementById("told");

async function watch(row) {
  const bar = row.querySelector("progress");
  const answer = await fetch(row.dataset.change, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer !== null && !answer.ok) return;
  const change = answer === null ? null : await answer.json();
  if (change !== null) {
    bar.max = Math.max(change.progress.total, 1);
    bar.value = change.progress.done;
    row.querySelector("[data-done]").textContent = `${change.progress.done} / ${change.progress.total}`;
    row.querySelector("[data-state]").textContent = words[change.state];
    if (!["pending", "running", "undoing"].includes(change.state)) {
      bar.hidden = true;
      row.querySelector("form").hidden = !change.can.undo;
      told.textContent = `${change.tag.label} → ${change.to.label}: ${words[change.state]}`;
      return;
    }
  }
  setTimeout(() => watch(row), 1000);
}

document.querySelectorAll("[data-change]").forEach(watch);
