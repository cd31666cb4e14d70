// The visitor's place in one session, on the visitor's own phone. No account, no app, nothing kept after the end:
// the session's token stays in this tab, and the secret of the QR code is taken out of the address at once.

import {$, languageButton, load, text, word} from "/console/words.js";
import {Answerer} from "/console/peer.js";
import {Meter, asMessage, verdict} from "/console/quality.js";
import {Record} from "/console/record.js";
import {Signal} from "/console/signal.js";
import {Talk} from "/console/talk.js";
import * as media from "/console/media.js";

const INTERPRETERS = {interpreter: "remote", second_interpreter: "second"};
const TRACKS = {camera: "video", microphone: "audio"};
const wanted = {camera: true, microphone: true};  // what the visitor switched off stays off with another camera
const peers = new Map(), query = new URLSearchParams(location.search);
let opened = null, stream = null, signal = null, talk = null, meter = new Meter(), facing = "user", participants = [], held = false;
let record = null, cameraOn = true, seen = null, timer = 0, trouble = "";

window.wuai = {
  get state() { return $("talking").hidden ? ($("after").hidden ? "before" : "after") : "talking"; },
  get remoteVideo() { return $("remote"); },
  stats: async () => seen,
};

// Out of the address and the history before anything else is done.
const [, session_id, secret] = location.hash.match(/^#([^.]+)\.(.+)$/) ?? [];
history.replaceState(null, "", location.pathname + location.search);

/** The secret, once: exchanged for a token of this tab. */
async function open() {
  if (!secret) return JSON.parse(sessionStorage.getItem("opened") || "null");
  const response = await fetch("/phone/open", {method: "POST", body: JSON.stringify({session_id, secret})}).catch(() => null);
  if (!response) throw new Error(word("hallAway"));
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.code === "key_unknown" ? word("used") : text(answer.message) || word("hallAway"));
  opened = {...answer, id: session_id};
  remember();
  return opened;
}

/** What was said, as the hall has it: a page that was loaded again kept nothing, one whose line was away missed some. */
async function said() {
  const body = JSON.stringify({session_id: opened.id, secret: opened.token.token});
  const response = await fetch("/phone/lines", {method: "POST", body}).catch(() => null);
  return response?.ok ? (await response.json()).messages : [];
}

const remember = () => sessionStorage.setItem("opened", JSON.stringify({...opened, messages: []}));

function over(sentence) {
  clearInterval(timer);
  media.stop(stream);
  signal?.close();
  peers.forEach(peer => peer.close());
  peers.clear();
  sessionStorage.removeItem("opened");
  for (const id of ["before", "talking"]) $(id).hidden = true;
  $("after").hidden = false;
  $("after-said").dataset.word = sentence;
  $("after-said").textContent = word(sentence);
}

async function begin(withPicture) {
  $("before").hidden = true;
  $("talking").hidden = false;
  if (withPicture) await openMedia();
  $("self").hidden = !stream;
  buttons();
  sessionStorage.setItem("picture", String(withPicture));
  const before = secret ? opened.messages : await said();
  signal = new Signal(opened.id, opened.token.token, async () => { throw new Error("no key here: the token is all there is"); });
  talk = new Talk({log: $("log"), live: $("live"), input: $("text"), form: $("say"), caption: $("caption")},
    {role: "visitor", send: message => signal.send(message), name});
  record = new Record({role: "visitor", send: message => signal.send(message),
    note: $("record-note"), yes: $("record-yes"), no: $("record-no"), take: $("record-take")});
  before.forEach(message => talk.hear(message));
  signal.addEventListener("up", async () => { draw(""); tellCamera(); talk.again(await said()); });
  signal.addEventListener("away", () => draw("lineAway"));
  signal.addEventListener("over", ({detail}) => over({replaced: "backAtTerminal", ended: "ended"}[detail] ?? "used"));
  signal.addEventListener("message", ({detail}) => hear(detail));
  timer = setInterval(measure, 2000);
}

async function openMedia() {
  ({stream, trouble} = await media.open(facing));
  for (const id of Object.keys(TRACKS)) enable(id);
  $("self").srcObject = stream;
  $("self").classList.toggle("mirrored", facing === "user");
  $("self-note").textContent = trouble && word(trouble);
}

const name = role => role === "visitor" ? word("me") : participants.find(one => one.role === role)?.label ?? word(`role_${role}`);

function hear(message) {
  switch (message.type) {
    case "joined": participants = message.participants; signal.listening = joined().length > 0; part(); return draw();
    case "offer": return void offered(message).catch(() => draw("noPicture"));
    case "candidate": return void peers.get(message.from)?.candidate(message.candidate);
    case "text": return talk.hear(message);
    case "camera":
      if (message.from === "interpreter") cameraOn = Boolean(message.on);
      return draw();
    case "transcript": return record.hear(message);
    case "hold": held = message.on !== false; return draw();
    case "error": return talk.refused();
  }
}

const joined = () => participants.filter(one => one.joined && one.role in INTERPRETERS);

/** Who has no place in the session any more is neither seen nor heard, and neither sees nor hears. */
function part() {
  for (const [role, peer] of peers) {
    if (participants.some(one => one.role === role)) continue;
    peer.close();
    peers.delete(role);
    const picture = $(INTERPRETERS[role]);
    picture.srcObject = null;
    picture.hidden = role === "second_interpreter";
  }
}

async function offered(message) {
  if (!(message.from in INTERPRETERS)) return;
  let peer = peers.get(message.from);
  if (!peer) {
    peer = new Answerer(message.from, signal, {servers: async () => opened.token.ice_servers, relayOnly: query.has("relay"), stream});
    peer.addEventListener("picture", ({detail}) => picture(INTERPRETERS[message.from], detail));
    peer.addEventListener("state", () => draw());
    peers.set(message.from, peer);
  }
  await peer.offered(message);
}

function picture(id, detail) {
  $(id).hidden = false;
  if ($(id).srcObject !== detail) $(id).srcObject = detail;
  $(id).play().catch(() => {});
  if (id === "remote") meter = new Meter();
}

function draw(note) {
  const connected = peers.get("interpreter")?.pc?.connectionState === "connected";
  const standing = note || (held ? "onHold" : !joined().length ? "interpreterNotThere" : !cameraOn ? "interpreterCameraOff"
    : !connected ? "connecting" : seen?.frozen ? "pictureFrozen" : "");
  if (note !== undefined || signal?.alive()) $("stage-note").textContent = standing && word(standing);
  $("remote").classList.toggle("off", !cameraOn);
  const judged = connected && seen ? verdict(seen, cameraOn) : "";
  $("meter").className = judged;
  $("meter").textContent = judged && word(`picture_${judged}`);
  $("meter").hidden = !judged;
}

async function measure() {
  const pc = peers.get("interpreter")?.pc;
  seen = await meter.read(pc ?? null);
  if (seen && pc.connectionState === "connected" && cameraOn && !held) signal.send(asMessage(seen));
  draw();
}

function tellCamera() {
  signal.send({type: "camera", on: Boolean(stream?.getVideoTracks().some(track => track.enabled))});
}

const own = id => stream?.getTracks().filter(track => track.kind === TRACKS[id]) ?? [];
const enable = id => own(id).forEach(track => { track.enabled = wanted[id]; });

function buttons() {
  for (const id of Object.keys(TRACKS)) {
    const there = own(id).length > 0;
    $(id).disabled = !there;
    $(id).setAttribute("aria-pressed", String(there && wanted[id]));
    $(id).onclick = () => {
      wanted[id] = !wanted[id];
      enable(id);
      buttons();
      if (id === "camera") tellCamera();
    };
  }
  $("turn").disabled = !stream?.getVideoTracks().length;
  $("turn").onclick = turn;
}

/** The other camera of the phone; the connections go on with its picture. */
async function turn() {
  facing = facing === "user" ? "environment" : "user";
  media.stop(stream);
  await openMedia();
  for (const peer of peers.values()) {
    peer.stream = stream;
    for (const sender of peer.pc?.getSenders() ?? []) {
      const track = stream?.getTracks().find(one => one.kind === sender.track?.kind);
      if (track) await sender.replaceTrack(track);
    }
  }
  buttons();
}

/** Whether the page could be opened; if not, it says why. */
async function start() {
  await load("/phone/words.json");
  languageButton($("language"), () => { talk?.redraw(); record?.draw(); draw(); });
  try {
    opened = await open();
  } catch (error) {
    over("used");
    $("after-said").textContent = error.message;
    return false;
  }
  if (!opened) {
    over("noSecret");
    return false;
  }
  $("place").textContent = opened.place;
  return true;
}

/** A touch before the hall has answered is kept until it has; a second one changes nothing. */
async function touched(withPicture) {
  for (const id of ["begin", "text-only"]) $(id).disabled = true;
  if (await ready) await begin(withPicture);
}

const ready = start();
$("begin").onclick = () => touched(true);
$("text-only").onclick = () => touched(false);
$("back").onclick = () => { signal.send({type: "bye"}); setTimeout(() => over("goBack"), 200); };
