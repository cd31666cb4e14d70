// One call, from the accepted ring to its end: socket, pictures, text, and what the interpreter can do in it.

import {$, element, text, word} from "./words.js";
import {Refused, ask as request, get} from "./api.js";
import {Offerer} from "./peer.js";
import {Signal} from "./signal.js";
import {Stage} from "./stage.js";
import {Record} from "./record.js";
import {Talk} from "./talk.js";
import {giveUp} from "./form.js";
import * as briefing from "./briefing.js";
import * as dialogs from "./dialogs.js";
import * as media from "./media.js";

// The most that the hall gives at once.
const PAGE = 200;
const FRESH_MS = 30 * 60_000;
const query = new URLSearchParams(location.search);

export class Call {
  #participants = []; #closed = false; #sits; #wake = null; #hiddenAt = 0; #controls = null; #selfCame = false; #tokenAt = Date.now();
  #summary; #handed; #inviting = false;

  /** `over(why)`: called once, "ended" | "replaced" | "refused" | "declined" | "seat"; `fail(error)`: shows a refusal. */
  constructor({session, token, phrases, over, fail, summary}) {
    Object.assign(this, {session, token, phrases, over, fail, role: token.role, id: session.id});
    // The hall forgets it with the confirmation; who took over keeps it beside the call.
    this.#summary = summary ?? session.hand_over?.summary;
    // Came to take over and sits beside the first interpreter as long as the visitor has not agreed.
    this.taking = session.hand_over?.state === "both_in" && this.role === "second_interpreter";
    // Came as the second interpreter: the visitor's no to a hand-over does not end this seat.
    this.#sits = this.role === "second_interpreter" && Boolean(session.second_asked);
    this.#handed = session.hand_over?.state;
  }

  /** The line is made while the own camera still opens: the visitor is seen as soon as possible, and sees soon after. */
  async start() {
    const opening = media.open();
    this.signal = new Signal(this.id, this.token.token, () => this.#renew());
    this.peer = new Offerer("visitor", this.signal, {
      servers: () => this.#servers(), relayOnly: query.has("relay"), codec: query.get("codec") || "vp8",
    });
    this.peer.prepare();
    this.stage = new Stage({connection: () => this.peer.pc, send: message => this.signal.send(message)});
    this.talk = new Talk({log: $("log"), live: $("live"), input: $("text"), form: $("say"), caption: $("caption"), seen: $("seen")},
      {role: this.role, send: message => this.signal.send(message), name: role => this.#name(role)});
    this.record = new Record({role: this.role, send: message => this.signal.send(message),
      note: $("record-note"), yes: $("record-yes"), no: $("record-no")});
    this.peer.addEventListener("picture", ({detail}) => this.stage.picture(detail));
    this.peer.addEventListener("state", () => this.stage.draw());
    this.signal.addEventListener("up", () => this.#up());
    this.signal.addEventListener("away", () => { this.stage.away = true; this.stage.draw(); });
    this.signal.addEventListener("over", ({detail}) => this.#over(detail));
    this.signal.addEventListener("message", ({detail}) => this.#hear(detail));
    this.#buttons();
    this.#keepAwake();
    this.redraw();
    await this.#own(await opening);
  }

  /** Own camera and microphone, or what is there of them. */
  async #own({stream, trouble}) {
    if (this.#closed) return media.stop(stream);
    this.stream = stream;
    this.stage.own(stream, trouble);
    this.#switches();
    this.#tracks();
    await this.peer.give(stream);
  }

  get summary() {
    return this.#summary;
  }

  /** The language has changed, or the session. */
  redraw() {
    briefing.show($("call-briefing").querySelector(".briefing"), this.session.briefing, this.#summary);
    $("phrases").querySelector(".row").replaceChildren(...this.phrases.map(phrase =>
      element("button", {type: "button", onclick: () => this.talk.phrase(text(phrase.text))}, text(phrase.text))));
    this.talk?.redraw();
    this.record?.draw();
    this.stage?.draw();
  }

  /** The hall's event stream says how the session stands. */
  changed(session) {
    if (session.id !== this.id) return;
    this.session = {...session, briefing: this.session.briefing ?? session.briefing};
    if (["pending", "finished", "missed", "deleted"].includes(session.state)) this.#over("ended");
    this.held(session.state === "parked");
    this.#handing(session.hand_over);
    this.#invited(session);
  }

  /** Who invited a second interpreter learns that they came, or that nobody can. */
  #invited(session) {
    const here = session.participants.some(one => one.role === "second_interpreter");
    const asked = this.role === "interpreter" && Boolean(session.second_asked) && !here;
    if (this.#inviting && !asked) this.note(word(here ? "secondHere" : "secondNone"));
    this.#inviting = asked;
  }

  /** Both interpreters stay until the visitor agrees; then who takes over moves to the first one's seat. */
  #handing(over) {
    const state = over?.state;
    // The seat becomes theirs with the visitor's yes, or at once where the first one's line is lost.
    const mine = ["both_in", "confirmed"].includes(state) && over.to === sessionStorage.getItem("me");
    if (this.#sits && mine && !this.taking) this.#takes();
    if (this.taking && !state && !this.#sits) return this.#over("declined");
    if (this.taking && state === "confirmed") return this.#over("seat");
    const said = {asked: "handOverAsked", both_in: this.taking ? "askVisitorTaking" : "askVisitor"}[state];
    if (said) this.note(word(said));
    else if (this.#handed && !state) this.note(word(this.taking ? "secondStays" : "handOverKept"));
    this.taking = this.taking && state === "both_in";
    this.#handed = state;
  }

  /** Asked to take over where they sit already: what passes over in writing is theirs to read. */
  #takes() {
    this.taking = true;
    get(`/v1/remote-sessions/${this.id}`).then(session => {
      this.#summary = session.hand_over?.summary ?? this.#summary;
      if (!this.#closed) this.redraw();
    }, () => {});
  }

  /** A text that came by the event stream: shown once, whichever way it came. */
  message(data) {
    if (data.session_id === this.id) this.talk?.hear(data);
  }

  held(on) {
    if (!this.stage || this.stage.held === on) return;
    this.stage.held = on;
    $("hold").setAttribute("aria-pressed", String(on));
    this.#tracks();
    this.stage.draw();
  }

  note(said) {
    $("notes").textContent = said;
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    giveUp();
    this.#controls?.abort();
    this.#wake?.release().catch(() => {});
    this.signal?.close();
    this.peer?.close();
    this.stage?.close();
    media.stop(this.stream);
    this.note("");
  }

  async #up() {
    this.#selfCame = true;
    this.stage.away = false;
    this.stage.draw();
    // What was said while the line was away, and by whom the role was held before (numbers rise per role).
    this.talk.again(await this.#missed());
  }

  /** Texts that were not seen here yet, page by page; what could not be asked comes with the next line that is mended. */
  async #missed() {
    const missed = [], seen = this.talk.last;
    for (let page = [], full = true; full; full = page.length === PAGE) {
      const after = page.at(-1)?.seq ?? seen;
      ({items: page} = await get(`/v1/remote-sessions/${this.id}/messages?after_seq=${after}&limit=${PAGE}`).catch(() => ({items: []})));
      missed.push(...page);
    }
    return missed;
  }

  async #renew() {
    this.token = await request("POST", `/v1/remote-sessions/${this.id}/tokens`, {role: this.role});
    this.#tokenAt = Date.now();
    return this.token.token;
  }

  /** The relay's password ends with the token, after an hour: a connection made later needs a fresh one. */
  async #servers() {
    if (Date.now() - this.#tokenAt > FRESH_MS) await this.#renew();
    return this.token.ice_servers;
  }

  #hear(message) {
    switch (message.type) {
      case "joined": return this.#joined(message);
      case "answer": return void this.peer.answer(message).catch(() => this.note(word("noCommonCodec")));
      case "candidate": return void this.peer.candidate(message.candidate);
      case "text": return this.talk.hear(message);
      case "camera":
        if (message.from === "visitor") this.stage.cameraOn = Boolean(message.on);
        return this.stage.draw();
      case "quality": if (message.from === "visitor") this.stage.theirs(message); return;
      case "hold": return this.held(message.on !== false);
      case "transcript": return this.record.hear(message);
      case "note": return this.note(word("fatigue", {minutes: message.minutes ?? ""}));
      case "error": return this.talk.refused();
    }
  }

  /** Somebody came or went. Whenever the visitor came, possibly with another device, the picture is offered anew. */
  #joined({participants, came, left}) {
    const present = () => this.#participants.filter(one => one.joined).map(one => one.role);
    const before = present();
    this.#participants = participants;
    const now = present(), here = now.includes("visitor");
    this.signal.listening = this.stage.here = here;
    const visitor = participants.find(one => one.role === "visitor");
    if (visitor?.camera !== undefined && !before.length) this.stage.cameraOn = visitor.camera;
    const told = came !== undefined || left !== undefined;
    // A hall that does not say who came: the same people as before mean that somebody took their own place again.
    const visitorCame = told ? came === "visitor" : !before.includes("visitor") || before.join() === now.join();
    // This page came back: its pictures may have gone on all the while.
    const again = this.#selfCame ? !this.peer.connected || came === "visitor" : visitorCame;
    this.#selfCame = false;
    if (here && again) this.#offer();
    this.stage.draw();
  }

  #offer() {
    this.peer.offer().catch(error => this.note(word(error instanceof Refused ? "hallAway" : "noCommonCodec")));
  }

  #over(why) {
    if (this.#closed) return;
    this.close();
    this.over(why, this);
  }

  #name(role) {
    if (role === this.role) return word("me");
    return this.#participants.find(one => one.role === role)?.label ?? word(`role_${role}`);
  }

  #tracks() {
    const on = id => $(id).getAttribute("aria-pressed") === "true" && !this.stage.held;
    this.stream?.getAudioTracks().forEach(track => { track.enabled = on("microphone"); });
    this.stream?.getVideoTracks().forEach(track => { track.enabled = on("camera"); });
  }

  #buttons() {
    const guarded = act => async () => { try { await act(); } catch (error) { this.fail(error); } };
    this.#switches();
    for (const id of ["microphone", "camera"]) {
      $(id).onclick = () => {
        $(id).setAttribute("aria-pressed", String($(id).getAttribute("aria-pressed") !== "true"));
        this.#tracks();
        if (id === "camera") this.signal.send({type: "camera", on: $(id).getAttribute("aria-pressed") === "true"});
      };
    }
    $("hold").setAttribute("aria-pressed", "false");
    $("hold").onclick = () => {
      const on = !this.stage.held;
      this.signal.send({type: "hold", on});
      this.held(on);
    };
    $("second").onclick = guarded(() => this.#second());
    $("over").onclick = guarded(() => this.#handOver());
    $("report").onclick = guarded(() => this.#report());
    $("end").onclick = guarded(() => this.#end());
    $("second").hidden = $("over").hidden = this.role !== "interpreter";
    this.#controls = new AbortController();
    addEventListener("keydown", event => this.#key(event), {signal: this.#controls.signal});
    document.addEventListener("visibilitychange", () => this.#visible(), {signal: this.#controls.signal});
  }

  /** What is not there cannot be switched. */
  #switches() {
    const has = {microphone: "audio", camera: "video"};
    for (const id of ["microphone", "camera"]) {
      const there = Boolean(this.stream?.getTracks().some(track => track.kind === has[id]));
      $(id).disabled = !there;
      $(id).setAttribute("aria-pressed", String(there));
    }
  }

  #key(event) {
    const id = {F4: "hold", F8: "microphone", F9: "camera"}[event.key];
    if (!id || $("ask").open || event.altKey || event.ctrlKey || event.metaKey || $(id).disabled) return;
    event.preventDefault();
    $(id).click();
  }

  /** A tab behind another one goes on sending and hearing, but nobody looks at it; a machine that woke looks anew. */
  #visible() {
    if (document.hidden) return void (this.#hiddenAt = Date.now());
    if (this.#hiddenAt) this.note(word("wasHidden", {seconds: Math.round((Date.now() - this.#hiddenAt) / 1000)}));
    this.#hiddenAt = 0;
    this.#keepAwake();
    if (this.stage.here && !this.peer.connected) this.#offer();
  }

  #keepAwake() {
    navigator.wakeLock?.request("screen").then(lock => { this.#wake = lock; }, () => {});
  }

  async #second() {
    const answer = await dialogs.second();
    if (!answer) return;
    await request("POST", `/v1/remote-sessions/${this.id}/second-interpreter`, answer);
    this.note(word("secondRings"));
  }

  /** What is known already stands there: the matter, and the signs that were agreed on before this interpreter came. */
  async #handOver() {
    const before = this.#summary ?? {}, id = this.session.briefing?.matter_id;
    const matter = before.matter ?? (id ? await briefing.nameOf(id) : "");
    const answer = await dialogs.handOver(matter, before.agreed_terms ?? []);
    if (!answer) return;
    await request("POST", `/v1/remote-sessions/${this.id}/hand-over`, answer);
    this.note(word("handOverAsked"));
  }

  /** To the hall's people; whoever is abused need not stay in the picture for another second. */
  async #report() {
    const answer = await dialogs.report();
    if (!answer) return;
    await request("POST", "/reports", {session_id: this.id, ...answer});
    if (answer.end) this.#over("ended");
    else this.note(word("reportSent"));
  }

  async #end() {
    const answer = await dialogs.end();
    if (answer) await request("POST", `/v1/remote-sessions/${this.id}/end`, answer);
    if (answer) this.#over("ended");
  }
}
