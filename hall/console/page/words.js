// The words of a page, in Chinese and English, from its own words.json. Text enters the page as text only.

let words = {}, language = sessionStorage.getItem("language") || "zh";

export const $ = id => document.getElementById(id);
export const current = () => language;

/** Read the page's words; call once before anything is shown. */
export async function load(path) {
  words = await (await fetch(path)).json();
  apply();
}

/** One word or sentence, `{name}` filled from `values`. An unknown name shows itself: a test finds it. */
export function word(name, values = {}) {
  const said = words[language]?.[name] ?? name;
  return said.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Text of the contract: `{zh, en}`. */
export const text = both => both ? both[language] ?? both.zh : "";

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Set every labelled element: `data-word` its text, `data-label` its accessible name, `data-hint` its placeholder. */
export function apply(root = document) {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const named of root.querySelectorAll("[data-word]")) named.textContent = word(named.dataset.word);
  for (const named of root.querySelectorAll("[data-label]")) {
    named.setAttribute("aria-label", word(named.dataset.label));
    if (named.tagName === "BUTTON") named.title = word(named.dataset.label);
  }
  for (const named of root.querySelectorAll("[data-hint]")) named.placeholder = word(named.dataset.hint);
}

/** The switch between the two languages; `changed` draws what is not labelled by attributes. */
export function languageButton(button, changed = () => {}) {
  const show = () => {
    button.textContent = word("other");
    button.lang = language === "zh" ? "en" : "zh-CN";
  };
  button.onclick = () => {
    language = language === "zh" ? "en" : "zh";
    sessionStorage.setItem("language", language);
    apply();
    show();
    changed();
  };
  show();
}
