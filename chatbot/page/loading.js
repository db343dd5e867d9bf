// Tells how far the loading is, and opens the chat when it is done.
"use strict";
const line = document.querySelector("#step"), bar = document.querySelector("progress");
async function look() {
  try {
    const { loading } = await (await fetch("healthz", { cache: "no-store" })).json();
    if (!loading) return location.reload();
    const { step, done, total } = loading, part = total ? done / total : 0;
    if (line.textContent !== STEPS[step]) line.textContent = STEPS[step];
    bar.hidden = !total;
    bar.value = part;
  } catch {
    line.textContent = STEPS.gone; // it ended, or starts anew
    bar.hidden = true;
  }
  setTimeout(look, 1000);
}
look();
