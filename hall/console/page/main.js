// The console's one state: signing in, at the desk, ringing, in a call, writing it up. A reload comes back to it.

import {$, apply, element, languageButton, load, word} from "./words.js";
import {Refused, ask as request, events, get, goodbye, key} from "./api.js";
import {Call} from "./call.js";
import {Desk} from "./desk.js";
import {answers, ask, choices, line, several} from "./form.js";
import * as briefing from "./briefing.js";
import * as ring from "./ring.js";

const VIEWS = ["signin", "desk", "ring", "call", "wrapup"];
const OVER = ["pending", "finished", "missed", "deleted"];
const PATIENCE_MS = 500;
// The hall takes a console for gone that does not ask for so much longer (docs/interpreter.md).
const LOOK_MS = 30_000;
const sessions = new Map();
let state = "signin", desk, call = null, rung = null, ended = null, phrases = [], stopEvents = () => {};

/** For tests and benches: what the page is doing and what it receives. */
window.wuai = {
  get state() { return state; },
  get session() { return call?.session ?? null; },
  get role() { return call?.role ?? null; },
  get remoteVideo() { return $("remote"); },
  get connection() { return call?.peer?.pc ?? null; },
  stats: async () => call?.stage ? call.stage.stats() : null,
};

function show(view) {
  state = view;
  for (const id of VIEWS) $(id).hidden = id !== view;
  document.body.classList.toggle("calling", view === "call");
  if (view !== "desk") desk?.closeCheck();
  if (view !== "ring") ring.stop($("ring"));
}

const say = sentence => { $("message").textContent = sentence; };

async function guarded(act) {
  say("");
  try {
    return await act();
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  if (!(error instanceof Refused)) throw error;
  if (["key_unknown", "key_expired", "key_missing"].includes(error.code)) leave();
  say(error.code === "scope_missing" ? word("notInterpreter") : error.message);
}

/** How things stand now is asked first, so that nobody reads "in a call" at a desk; a slow hall is not waited for. */
async function toDesk() {
  sessionStorage.removeItem("call");
  const asked = desk.refresh();
  await Promise.race([asked.catch(() => {}), new Promise(done => setTimeout(done, PATIENCE_MS))]);
  if (!rung && !call) show("desk");  // it may ring, or have been taken, meanwhile
  await asked;
  desk.queue([...sessions.values()]);
  await desk.mails();
}

// --- ringing ---

function ringing(data) {
  // A ring of before a lost line comes again with what was missed; it is over by now.
  const over = data.ring_until && Date.parse(data.ring_until) < Date.now() + skew;
  if (call || over || rung?.session_id === data.session_id) return;
  rung = data;
  $("ring-place").textContent = data.place === "-" ? "" : data.place ?? "";
  show("ring");
  ring.start($("ring"), word("ringTitle"));
  $("accept").focus();
  countDown();
  tellRing();
  // A call that runs already rings for who takes over, or who comes as the second: that is told before accepting.
  get(`/v1/remote-sessions/${data.session_id}`).then(session => {
    data.session = session;
    if (rung === data) tellRing();
  }, () => {});
}

function tellRing() {
  const session = rung.session, taking = session?.hand_over?.state === "asked";
  $("ring-title").dataset.word = taking ? "ringTakeOver" : session?.second_asked ? "ringSecond" : "ringTitle";
  apply($("ring"));
  briefing.show($("ring-briefing"), rung.briefing, session?.hand_over?.summary);
}

function countDown() {
  if (!rung) return;
  const left = rung.ring_until ? Math.max(0, Math.round((Date.parse(rung.ring_until) - (Date.now() + skew)) / 1000)) : null;
  $("ring-left").textContent = left === null ? "" : word("ringLeft", {seconds: left});
  if (left === 0) guarded(stillRinging);
  setTimeout(countDown, 1000);
}

// The hall's clock against this machine's, from the time in its answers: a wrong clock here must not end a ring.
let skew = 0;

async function notRinging(sentence = "") {
  rung = null;
  await guarded(toDesk);
  if (sentence) say(sentence);
}

async function accept() {
  if (!rung) return;
  const asked = rung;
  $("accept").disabled = true;
  try {
    await join(await request("POST", `/v1/remote-sessions/${asked.session_id}/accept`));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const said = {session_taken: "takenByOther", session_over: "goneAlready"}[error.code];
    await notRinging(said ? word(said) : error.message);
  } finally {
    $("accept").disabled = false;
  }
}

async function decline() {
  const asked = rung;
  const answer = asked && await ask(word("decline"), word("decline"), choices("reason3", word("why"), ["busy", "resting", "variety", "conflict_of_interest", "technical"]));
  if (!answer || rung !== asked) return;
  await guarded(() => request("POST", `/v1/remote-sessions/${asked.session_id}/decline`, {reason: answer.reason3}));
  await notRinging();
}

// --- the call ---

async function join({session, token}, summary) {
  rung = null;
  show("call");
  sessionStorage.setItem("call", JSON.stringify({id: session.id, role: token.role}));
  call = new Call({session, token, phrases, fail, summary, over: (why, which) => guarded(() => over(why, which))});
  await call.start();
}

/** After a reload: back into the session that this tab was in, with a token of its own. */
async function comeBack() {
  const kept = JSON.parse(sessionStorage.getItem("call") || "null");
  if (!kept) return false;
  const session = await get(`/v1/remote-sessions/${kept.id}`).catch(() => null);
  if (!session) return false;
  if (session.state === "pending" && kept.role === "interpreter") {
    wrapUp(session);
    return true;
  }
  if (OVER.includes(session.state)) return false;
  // Who was taking over may have been agreed to meanwhile.
  const token = await seat(kept.id, kept.role).catch(() => seat(kept.id, "interpreter")).catch(() => null);
  if (!token) return false;
  await join({session, token});
  return true;
}

const seat = (id, role) => request("POST", `/v1/remote-sessions/${id}/tokens`, {role});

async function over(why, which) {
  call = null;
  if (why === "seat" || (why === "refused" && which.taking)) {
    // The visitor's answer ends the place beside the first interpreter. Where this page learns it from the refusal,
    // before or without the hall's event, only the hall knows whose the seat is now.
    const token = await seat(which.id, "interpreter")
      .catch(error => { if (why === "seat" || error.code === "away") throw error; });
    if (token) return join({session: which.session, token}, which.summary);
    why = "declined";
  }
  if (why === "declined") {
    await toDesk();
    return say(word("notTaken"));
  }
  const session = await get(`/v1/remote-sessions/${which.id}`).catch(() => which.session);
  if (why === "replaced") {
    const handed = ["both_in", "confirmed"].includes(session.hand_over?.state);
    await toDesk();
    return say(word(handed ? "handedOver" : "openedElsewhere"));
  }
  if (session.state === "pending" && which.role === "interpreter") return wrapUp(session);
  await toDesk();
  say(word(why === "refused" ? "refusedCall" : "callOver"));
}

function wrapUp(session) {
  ended = session;
  show("wrapup");
  sessionStorage.setItem("call", JSON.stringify({id: session.id, role: "interpreter"}));
  $("wrapup-note").textContent = session.end_reason ? word(`ended_${session.end_reason}`) : "";
  $("finish").replaceChildren(
    choices("outcome", word("outcome"), ["settled", "partly", "not_settled", "passed_on"], null),
    choices("variety", word("varietySeen"), ["national", "regional", "mixed", "home_sign"], null),
    choices("picture", word("pictureOk"), ["ok", "weak"], null),
    line("terms", word("difficultTerms"), {hint: word("sumTermsHint")}),
    element("div", {className: "row"}, element("button", {className: "main"}, word("finish")),
      element("button", {value: "rest"}, word("finishRest"))));
  $("finish").querySelector("input").focus();
}

async function finish(rest) {
  const {outcome, variety, picture, terms} = answers($("finish"));
  const difficult = several(terms).map(one => one.slice(0, 60));
  await request("POST", `/v1/remote-sessions/${ended.id}/wrap-up`,
    {outcome, variety, picture_ok: picture === "ok", ...(difficult.length ? {difficult_terms: difficult} : {})});
  if (rest) await desk.be("resting");
  await toDesk();
}

// --- what the hall tells ---

function happened(type, data) {
  if (type === "snapshot") {
    sessions.clear();
    data.sessions.forEach(one => sessions.set(one.id, one));
    guarded(rungMeanwhile);
  }
  if (type === "session.ringing") ringing(data);
  if (type === "key.refused") guarded(() => get("/v1/interpreters"));
  if (type === "message.added") call?.message(data);
  if (type === "session.changed") changed(data);
  // A page of this interpreter was closed, perhaps the one before a reload: this one is here.
  if (type === "console.closed") look();
  if (state === "desk") desk.queue([...sessions.values()]);
}

/** A ring that began before the stream could be heard: the hall says so of this interpreter, and shows the briefing. */
async function rungMeanwhile() {
  const me = await desk.refresh();
  const mine = [...sessions.values()].find(one => one.briefing && ["called", "processing", "parked"].includes(one.state));
  if (me?.status === "ringing" && mine) ringing({session_id: mine.id, place: mine.place, briefing: mine.briefing});
}

function changed(session) {
  sessions.set(session.id, session);
  if (OVER.includes(session.state)) sessions.delete(session.id);
  call?.changed(session);
  if (rung?.session_id === session.id) guarded(stillRinging);
}

/** The session that rings here has changed: taken by somebody else, withdrawn, or rung elsewhere now. */
async function stillRinging() {
  const asked = rung, me = await desk.refresh();
  if (!asked || rung !== asked || call || me.status === "ringing" || $("accept").disabled) return;
  const session = await get(`/v1/remote-sessions/${asked.session_id}`).catch(() => null);
  if (rung !== asked || call) return;
  const taken = !session || ["processing", "parked"].includes(session.state);
  await notRinging(word(taken ? "takenByOther" : session.state === "called" || session.state === "queued" ? "rangOut" : "goneAlready"));
}

// --- coming and going ---

async function enter() {
  if (sessionStorage.getItem("me")) await desk.refresh();
  else await desk.be("away");
  const hall = await get("/v1/hall");
  skew = Date.parse(hall.now) - Date.now();
  phrases = await (await fetch("/console/phrases.json")).json();
  for (const id of ["leave", "sound"]) $(id).hidden = false;
  if (!(await comeBack())) await toDesk();
  stopEvents();
  stopEvents = events(happened, up => { $("line").textContent = up ? "" : word("hallAway"); });
}

function leave() {
  stopEvents();
  call?.close();
  call = rung = null;
  for (const name of ["key", "me", "call"]) sessionStorage.removeItem(name);
  for (const id of ["leave", "sound"]) $(id).hidden = true;
  $("who").textContent = "";
  show("signin");
}

async function sound() {
  const on = await ring.allowSound();
  $("sound").dataset.word = on ? "soundOn" : "soundOff";
  apply($("sound").parentElement);
}

function redraw() {
  desk.draw();
  call?.redraw();
  if (rung) tellRing();
  if (state === "desk") guarded(toDesk);
  if (state === "wrapup") wrapUp(ended);
}

async function start() {
  await load("/console/words.json");
  languageButton($("language"), redraw);
  desk = new Desk(guarded);
  $("enter").onsubmit = event => {
    event.preventDefault();
    key.set($("key").value.trim());
    $("key").value = "";
    guarded(enter);
  };
  $("finish").onsubmit = event => { event.preventDefault(); guarded(() => finish(event.submitter?.value === "rest")); };
  $("accept").onclick = () => guarded(accept);
  $("decline").onclick = () => guarded(decline);
  $("sound").onclick = sound;
  $("leave").onclick = () => guarded(async () => {
    if (call && !(await ask(word("leave"), word("leave"), word("leaveInCall")))) return;
    if (!call) await desk.be("away");
    leave();
    apply();
  });
  addEventListener("keydown", event => { if (event.key === "F2" && rung && !$("ask").open) { event.preventDefault(); guarded(accept); } });
  addEventListener("pointerdown", sound, {once: true});
  addEventListener("keydown", sound, {once: true});
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("pagehide", () => { if (state !== "signin") goodbye(); });
  show("signin");
  if (key.get()) enterAgain();
}

/** How things stand; the hall learns from it that somebody is here, in a call as well as at the desk. */
function look() {
  if (state !== "signin") desk.refresh().catch(() => {});
}

/** After a reload while the hall is away: again and again, the key is known. */
async function enterAgain() {
  try {
    say("");
    await enter();
  } catch (error) {
    fail(error);
    if (error.code === "away") setTimeout(enterAgain, 3000);
  }
}

start();
