// Hands what is pressed on our own HTML to the page's handlers, and keeps what a person opened open.
"use strict";

// The language: what was chosen here, else the first of the browser's that we speak; the server decides the same.
const SPOKEN = (() => {
  const chosen = document.cookie.split("; ").find((one) => one.startsWith(BECAUSE.cookie + "="))?.split("=")[1];
  if (Object.hasOwn(BECAUSE.words, chosen ?? "")) return chosen;
  for (const tag of navigator.languages.map((one) => one.toLowerCase())) {
    if (/^zh-(tw|hk|mo|hant)/.test(tag)) return "zh-Hant";
    const base = tag.split("-")[0];
    if (Object.hasOwn(BECAUSE.words, base)) return base;
  }
  return "en";
})();
const said = BECAUSE.words[SPOKEN];
document.documentElement.lang = said.tag;
// The framework goes by the browser alone; as this script is the page's first, it finds what was chosen here.
Object.defineProperty(navigator, "language", { get: () => said.tag });
document.addEventListener("change", ({ target }) => {
  if (target.id !== "language") return;
  document.cookie = `${BECAUSE.cookie}=${target.value}; path=/; max-age=31536000; SameSite=Lax`;
  location.reload();
});

/** element: a panel; trigger, watch: as Gradio gives them to `js_on_load` of an HTML component. */
function becausePanel(element, trigger, watch) {
  const open = new Set();
  // what is said is a turn, and waits its turn; everything else is a press
  const send = (from, more) => trigger(from.dataset.do === "say" ? "submit" : "click", { ...from.dataset, ...more });
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button?.dataset.do === "close") return fold(button);
    if (button) send(button);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") fold(event.target);
  });
  element.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-do]");
    if (!form) return;
    event.preventDefault();
    send(form, Object.fromEntries(new FormData(form)));
  });
  let waiting;
  element.addEventListener("input", (event) => {
    const field = event.target.closest("input[type=search][data-do]");
    if (!field) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => send(field, { words: field.value }), 250);
  });
  element.addEventListener("change", async (event) => {
    const field = event.target.closest("select[data-do], input[type=file][data-do]");
    if (!field) return;
    if (field.tagName === "SELECT") return send(field, { value: field.value });
    const [file] = field.files;
    if (file) send(field, { report: await bring(file) });
    field.value = "";
  });
  element.addEventListener("toggle", (event) => {
    const key = event.target.dataset?.key;
    if (key) open[event.target.open ? "add" : "delete"](key);
  }, true);
  watch("value", () => element.querySelectorAll("details[data-key]").forEach((one) => {
    one.open = open.has(one.dataset.key);
  }));
}

/** Close the details that this stands in, and go back to what opened them. */
function fold(inner) {
  const box = inner.closest("details[open]");
  if (!box) return;
  box.open = false;
  box.querySelector("summary").focus();
}

async function bring(file) {
  try {
    const answer = await fetch("page/bring", { method: "POST", body: file, headers: { "content-type": "text/csv" } });
    const body = await answer.json();
    return answer.ok ? body : { error: body.error.message }; // a file that is no ratings answers with its error
  } catch {
    return { error: said.file_not_sent };
  }
}

// Day or night: the reader's system decides until the button is pressed; then the choice is kept in this browser.
const night = () => document.body.classList.contains("dark");
function becauseLights() {
  const dark = !night();
  document.body.classList.toggle("dark", dark);
  try { localStorage.setItem("because-lights", dark ? "night" : "day"); } catch { /* a browser that keeps nothing */ }
  becauseSwitch();
}
function becauseSwitch() {
  const button = document.querySelector("#lights");
  if (!button) return;
  const label = night() ? said.lights_up : said.lights_down;
  if (button.textContent !== label) button.textContent = label;
}
new MutationObserver((_, observer) => {
  const button = document.querySelector("#lights");
  if (!button) return;
  observer.disconnect();
  let chosen;
  try { chosen = localStorage.getItem("because-lights"); } catch { /* the same */ }
  if (chosen) document.body.classList.toggle("dark", chosen === "night");
  button.addEventListener("click", becauseLights);
  const language = document.querySelector("#language");
  language.value = SPOKEN;
  language.setAttribute("aria-label", said.language);
  becauseSwitch();
}).observe(document, { subtree: true, childList: true });

// A conversation that is not to be remembered ends with its page.
addEventListener("pagehide", () => {
  const left = document.querySelector("[data-aside]")?.dataset.aside;
  if (left) navigator.sendBeacon("page/leave", left);
});
