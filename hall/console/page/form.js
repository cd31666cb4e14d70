// Small forms made of questions: choices and lines; in a dialog or in the page.

import {$, element, word} from "./words.js";

/** Choices under one question; the answer's name is the word's name without its prefix. `chosen` null: none beforehand. */
export function choices(name, question, options, chosen = options[0]) {
  const rows = options.map(option => element("label", {className: "choice"},
    element("input", {type: "radio", name, value: option, checked: option === chosen, required: true}), word(`${name}_${option}`)));
  return element("fieldset", {}, element("legend", {}, question), ...rows);
}

/** Any number of choices under one question. */
export function marks(name, question, options, chosen) {
  const rows = options.map(option => element("label", {className: "choice"},
    element("input", {type: "checkbox", name, value: option, checked: chosen.includes(option)}), word(`${name}_${option}`)));
  return element("fieldset", {}, element("legend", {}, question), ...rows);
}

export function line(name, question, {required = false, maxLength = 200, rows = 0, hint = "", value = ""} = {}) {
  const field = element(rows ? "textarea" : "input", {id: `field-${name}`, name, required, maxLength, value, ...(rows ? {rows} : {type: "text"})});
  return element("div", {}, element("label", {htmlFor: field.id}, question), field, hint ? element("p", {className: "note"}, hint) : "");
}

/** Several words of one line, parted by commas of either kind. */
export const several = said => said.split(/[,，、;；\n]/).map(one => one.trim()).filter(Boolean).slice(0, 20);

/** Ask in a dialog; the answers by name, or null when it was given up. */
export function ask(title, yes, ...fields) {
  const dialog = $("ask"), form = dialog.querySelector("form");
  $("ask-title").textContent = title;
  $("ask-yes").textContent = yes;
  $("ask-fields").replaceChildren(...fields);
  return new Promise(done => {
    let answer = null;
    form.onsubmit = event => {
      event.preventDefault();
      answer = answers(form);
      dialog.close();
    };
    $("ask-no").onclick = () => dialog.close();
    dialog.onclose = () => done(answer);
    dialog.showModal();
  });
}

export const giveUp = () => $("ask").open && $("ask").close();

export const answers = form => Object.fromEntries(new FormData(form));
