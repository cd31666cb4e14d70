// What could not be got done: who is late, what was said, an answer, and a next step that is never "no".
"use strict";

// What the contract lets a next step be.
const STEPS = ["answered", "window", "booking", "papers", "person", "by_date", "online", "other_hall"];

/** Open ones, due first; then the answered ones that are still kept, newest first. A number finds its row. */
async function enquiries() {
  const [open, answered, matters] = [await all("/v1/enquiries", "&state=queued&state=processing"), await all("/v1/enquiries", "&state=finished"), await all("/v1/matters")];
  open.sort((one, other) => one.due.localeCompare(other.due));
  const names = Object.fromEntries(matters.map(matter => [matter.id, text(matter.name)]));
  const number = element("input", {id: "number", type: "search", oninput: () => only(number.value.trim())});
  const heads = ["number", "told", "replyBy", "inHand", "said", ""].map(name => name && word(name));
  const done = table(word("answeredOnes"), heads, answered.reverse().map(one => row(one, names)));
  done.id = "answered";
  return [element("form", {onsubmit: event => event.preventDefault()}, element("label", {htmlFor: "number"}, word("findNumber")), number),
    table(`${word("openOnes")} (${open.length})`, heads, open.map(one => row(one, names))), done];
}

function only(number) {
  for (const line of $("view").querySelectorAll("tbody tr")) line.hidden = !line.cells[0].textContent.includes(number);
}

function row(one, names) {
  const about = [word(`kind_${one.kind}`), names[one.matter_id], word(`way_${one.reply_way}`), one.contact_masked].filter(Boolean);
  const told = element("div", {}, element("p", {}, one.text), element("small", {}, about.join(" · ")));
  const due = one.overdue ? element("strong", {className: "late"}, `${word("overdue")} ${when(one.due)}`) : when(one.due);
  const said = element("div", {}, ...one.replies.map(reply => element("p", {}, `${when(reply.at)} ${reply.text}`)),
    one.next_step ? element("p", {}, `${word("next")}：${text(one.next_step.text)}`) : "");
  return [element("span", {className: "number"}, one.number, element("br"), when(one.at)), told, one.state === "finished" ? word("finishedState") : due,
    one.in_hand_of ?? one.first_contact, said, one.state === "finished" ? "" : answerForm(one)];
}

/** The next step goes to the visitor in both languages: a sentence of its kind; what is particular stands in the answer. */
function answerForm(one) {
  const answer = element("textarea", {rows: 3, maxLength: 2000, required: true});
  answer.setAttribute("aria-label", word("reply"));
  const step = element("select", {}, ...STEPS.map(kind => element("option", {value: kind}, word(`next_${kind}`))));
  step.setAttribute("aria-label", word("next"));
  const send = async (path, body) => {
    await ask("POST", `/v1/enquiries/${one.id}/${path}`, body);
    await show();
  };
  const form = element("form", {}, answer, element("button", {value: "replies"}, word("replyOnly")), step, element("button", {value: "close"}, word("replyAndClose")));
  form.onsubmit = event => {
    event.preventDefault();
    const said = answer.value.trim(), kind = step.value, sentence = {zh: words.zh[`next_${kind}`], en: words.en[`next_${kind}`]};
    if (said) guarded(() => send(event.submitter.value, event.submitter.value === "close" ? {text: said, next_step: {kind, text: sentence}} : {text: said}));
  };
  return element("details", {}, element("summary", {}, word("reply")), form);
}
