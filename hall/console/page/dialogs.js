// What is asked in a call before it is done: a second interpreter, a hand-over, a report, the end. Each gives what the
// hall wants to know, or null when it was given up.

import {word} from "./words.js";
import {ask, choices, line, several} from "./form.js";

const ENDS = ["done", "visitor_left", "interpreter_left", "picture_too_weak", "person_on_site", "fault"];

export async function second() {
  const answer = await ask(word("second"), word("invite"),
    choices("reason2", word("why"), ["long", "legal", "variety", "two_visitors", "support"]));
  return answer && {reason: answer.reason2};
}

export async function handOver(matter, terms) {
  const answer = await ask(word("handOver"), word("handOver"),
    choices("reason1", word("why"), ["time", "rest", "variety", "request", "technical"]),
    line("matter", word("sumMatter"), {required: true, value: matter}),
    line("terms", word("sumTerms"), {hint: word("sumTermsHint"), value: terms.join("，")}),
    line("open", word("sumOpen"), {required: true, maxLength: 500, rows: 3}));
  const agreed = answer && several(answer.terms).map(one => one.slice(0, 100));
  return answer && {reason: answer.reason1, summary: {matter: answer.matter, agreed_terms: agreed, open_question: answer.open}};
}

export async function report() {
  const answer = await ask(word("report"), word("reportSend"),
    choices("reported", word("why"), ["abuse", "indecent", "threat", "misuse", "other"], null),
    line("note", word("reportNote"), {hint: word("reportHint"), maxLength: 300, rows: 3}),
    choices("then", word("reportThen"), ["end", "stay"]));
  return answer && {reason: answer.reported, note: answer.note, end: answer.then === "end"};
}

export async function end() {
  const answer = await ask(word("end"), word("end"), choices("ended", word("why"), ENDS));
  return answer && {reason: answer.ended};
}
