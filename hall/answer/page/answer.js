// The answer to a signed message. The secret stands behind the # and stays there, unlike that of the written record:
// the answer may come days later, and the visitor's page, its bookmark and its reload must still find it.

import {$, languageButton, load, word} from "/console/words.js";

// A page left open finds the answer by itself; one that is looked at again looks at once.
const LOOK_MS = 20_000;
const [, session_id, secret] = location.hash.match(/^#([^.]+)\.(.+)$/) ?? [];
let answer = null, trouble = "", seen = "";

async function asked(what) {
  const body = JSON.stringify({session_id, secret});
  const response = await fetch(`/answer/${what}`, {method: "POST", body}).catch(() => null);
  if (!response) throw new Error("hallAway");
  if (!response.ok) throw new Error([401, 410].includes(response.status) ? "gone" : "hallAway");
  return response;
}

const day = moment => moment.slice(0, 10);
const clock = moment => moment.slice(0, 16).replace("T", " ");

function draw() {
  const state = answer?.state ?? "";
  $("state").textContent = word(trouble || state || "loading", {number: answer?.number ?? ""});
  $("waiting").hidden = state !== "waiting";
  $("answered").hidden = state !== "answered";
  $("kept").hidden = !["waiting", "answered"].includes(state);
  document.title = word(state === "answered" ? "titleAnswered" : "title");
  if (state === "waiting") $("due").textContent = word(answer.late ? "late" : "due", {when: clock(answer.due)});
  if (state === "answered") $("text").textContent = answer.text;
  if (state === "answered") $("at").textContent = word("at", {when: clock(answer.at)});
  if (!$("kept").hidden) $("until").textContent = word("until", {day: day(answer.delete_at)});
}

async function guarded(act) {
  trouble = "";
  try {
    await act();
  } catch (error) {
    trouble = error.message;
    if (trouble === "gone") forget();
  }
  draw();
}

/** Nothing stays in the page. */
function forget() {
  answer = null;
  URL.revokeObjectURL(seen);
  $("film").removeAttribute("src");
  $("film").hidden = true;
  $("text").textContent = "";
}

async function look() {
  if (!secret) throw new Error("gone");
  answer = await (await asked("open")).json();
  draw();
  if (!answer.film || seen) return;
  seen = URL.createObjectURL(await (await asked("film")).blob());
  $("film").src = seen;
  $("film").hidden = false;
}

async function erase() {
  if (!confirm(word("eraseAsk"))) return;
  const told = await (await asked("erase")).json();
  forget();
  answer = told;
  history.replaceState(null, "", location.pathname);
}

async function start() {
  await load("/answer/words.json");
  languageButton($("language"), draw);
  $("again").onclick = () => guarded(look);
  $("erase").onclick = () => guarded(erase);
  await guarded(look);
  setInterval(lookAgain, LOOK_MS);
  document.addEventListener("visibilitychange", lookAgain);
}

/** Nobody has to touch anything; whoever looks elsewhere is told by the title, and by a shake where there is one. */
async function lookAgain() {
  if (document.hidden || (answer && answer.state !== "waiting") || trouble === "gone") return;
  await guarded(look);
  if (answer?.state === "answered") navigator.vibrate?.([200, 100, 200]);
}

start();
