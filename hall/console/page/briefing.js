// What the hall tells before a call: matter, what was understood and how surely, missing papers, variety, note.

import {element, text, word} from "./words.js";
import {get} from "./api.js";

const names = new Map();

/** Draw a briefing, and the summary of who hands over; the matter's name is asked of the hall once. */
export function show(place, briefing, summary) {
  const rows = [];
  const add = (name, value) => value && rows.push(element("dt", {}, word(name)), element("dd", {}, value));
  const matter = element("span", {}, "…");  // an id means nothing to people
  if (briefing?.matter_id) nameOf(briefing.matter_id).then(name => { matter.textContent = name; });
  add("matter", briefing?.matter_id && matter);
  add("window", briefing?.window_id);
  const chips = (briefing?.understood ?? []).map(one => element("span", {className: `chip ${one.confirmed ? "sure" : "guess"}`},
    `${one.text} ${word(one.confirmed ? "confirmed" : "notConfirmed")}`));
  add("understood", chips.length && element("span", {}, ...chips));
  add("papersMissing", (briefing?.papers_missing ?? []).join("，"));
  add("variety", briefing?.sign_variety && word(`variety_${briefing.sign_variety}`));
  add("note", briefing?.note);
  add("sumMatter", summary?.matter);
  add("sumTerms", (summary?.agreed_terms ?? []).join("，"));
  add("sumOpen", summary?.open_question);
  place.replaceChildren(rows.length ? element("dl", {}, ...rows) : element("p", {}, word("noBriefing")));
}

/** A matter's name in the page's language; its id where the hall does not say, and then it is asked again next time. */
export async function nameOf(id) {
  const unknown = () => { names.delete(id); return {zh: id, en: id}; };
  if (!names.has(id)) names.set(id, get(`/v1/matters/${encodeURIComponent(id)}`).then(matter => matter.name, unknown));
  return text(await names.get(id));
}
