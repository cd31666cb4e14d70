// Between calls: availability, profile, rest, the own day, a look at the own camera, signed messages to answer.

import {$, element, text, word} from "./words.js";
import {Refused, ask as request, claim, film, get, send} from "./api.js";
import {ask, line, marks, several} from "./form.js";
import {FilmField} from "./reply.js";
import * as briefing from "./briefing.js";
import * as media from "./media.js";

// The hall frees a message whose claim was not renewed for five minutes.
const CLAIM_MS = 60_000;
const CHOICES = {ready: "be-ready", resting: "be-resting", away: "be-away"};
const SKILLS = ["national", "regional", "international", "written", "deaf_interpreter", "legal", "medical"];

export class Desk {
  /** Words that could not be sent, by message: asked again, they are still there. */
  #drafts = {};
  #check = null; #light = () => {};

  /** `guarded(act)` runs an action and shows what the hall refuses. */
  constructor(guarded) {
    this.guarded = guarded;
    this.me = null;
    for (const [status, id] of Object.entries(CHOICES)) $(id).onclick = () => guarded(() => this.be(status));
    $("be-back").onclick = () => guarded(() => this.be("ready"));
    $("profile-change").onclick = () => guarded(() => this.#changeProfile());
    $("check-open").onclick = () => this.#check ? this.closeCheck() : this.#openCheck();
  }

  async be(status) {
    this.me = await request("PUT", "/v1/interpreters/me/status", {status});
    sessionStorage.setItem("me", this.me.id);
    await this.refresh();
  }

  /** Ask the hall how things stand; the own number is known since signing in. */
  async refresh() {
    const [{items, ready}, own] = await Promise.all([get("/v1/interpreters"), get("/profile")]);
    this.me = items.find(one => one.id === sessionStorage.getItem("me")) ?? this.me;
    this.ready = ready;
    this.own = own;
    this.draw();
    return this.me;
  }

  draw() {
    if (!this.me) return;
    $("who").textContent = this.me.label;
    $("state").textContent = word(`state_${this.me.status}`);
    for (const [status, id] of Object.entries(CHOICES)) $(id).setAttribute("aria-pressed", String(this.me.status === status));
    this.#sentAway(this.me.away_because);
    const due = this.me.rest_due_at;
    const duty = this.me.on_duty_minutes ?? 0;
    $("rest").textContent = this.#sentToRest() ? word("restUntil", {clock: this.own.rest_until.slice(11, 16)})
      : due ? word("restAt", {minutes: duty, clock: due.slice(11, 16)}) : word("restRule");
    if (this.own) this.#work(this.own);
    this.#claims();
    const rows = [["label", this.me.label], ["skills", this.me.skills.map(skill => word(`skill_${skill}`)).join("，")],
      ["places", (this.me.variety_places ?? []).join("，") || word("none")]];
    $("profile").replaceChildren(...pairs(rows));
  }

  /** Varieties and subjects count for the next ring; the supervisor sees them. */
  async #changeProfile() {
    const skills = marks("skill", word("skills"), SKILLS, this.me.skills);
    const places = line("places", word("places"), {hint: word("placesHint"), value: (this.me.variety_places ?? []).join("，")});
    const answer = await ask(word("profileChange"), word("save"), skills, places);
    if (!answer) return;
    const chosen = [...skills.querySelectorAll("input:checked")].map(one => one.value);
    if (!chosen.length) throw new Refused("invalid", word("profileOne"));
    await request("PUT", "/profile", {skills: chosen, variety_places: several(answer.places).map(one => one.slice(0, 40))});
    await this.refresh();
  }

  /** Waiting sessions, as the event stream tells them. */
  queue(sessions) {
    const waiting = sessions.filter(one => ["queued", "called"].includes(one.state)).length;
    $("queue").textContent = word("waiting", {number: waiting, ready: this.ready ?? 0});
  }

  /** Whether the hall made them rest, and has not let them go on by now. */
  #sentToRest() {
    return this.me.status === "resting" && Boolean(this.own?.rest_until);
  }

  /** Why the hall has set them to away; one touch comes back. Said once, not at every look. */
  #sentAway(because) {
    const said = because ? word(`away_${because}`) : "";
    if ($("sent-away-said").textContent !== said) $("sent-away-said").textContent = said;
    $("sent-away").hidden = !because;
  }

  /** Calls, how they ended and minutes, as the hall has counted them; handed over counts for both. */
  #work({today, week}) {
    const ends = Object.entries(today.ends).map(([reason, number]) => `${word(`ended_${reason}`)} ${number}`);
    const rows = [["calls", today.calls], ["endings", ends.join("，") || word("none")], ["minutes", today.minutes],
      ["week", word("weekOf", {calls: week.calls, minutes: week.minutes})]];
    $("today").replaceChildren(...pairs(rows));
  }

  async mails() {
    // One that somebody has looked at is not answered yet; it must not get lost.
    const {items} = await get("/v1/videomails?state=queued&state=processing&limit=50");
    $("mails").replaceChildren(...(items.length ? items.map(mail => this.#mail(mail)) : [element("p", {}, word("none"))]));
    this.#claims();
  }

  /** Who is answering which message just now: nobody films the same answer beside them. */
  #claims() {
    for (const node of $("mails").querySelectorAll("[data-mail]")) {
      const by = this.own?.claims?.[node.dataset.mail], other = by && !by.mine;
      const said = other ? word("mailTaken", {who: by.label, clock: by.until.slice(11, 16)}) : "";
      const note = node.querySelector(".claim");
      if (note.textContent !== said) note.textContent = said;
      node.querySelector(".reply").disabled = Boolean(other);
    }
  }

  /** Claimed as long as `work` lasts; somebody else may have been faster. */
  async #claimed(id, work) {
    await claim(id, true).catch(async error => {
      if (error.code !== "wrong_state") throw error;
      await Promise.all([this.refresh(), this.mails()]);
      throw new Refused("wrong_state", word("mailTakenNow"));
    });
    const again = setInterval(() => claim(id, true).catch(() => {}), CLAIM_MS);
    try {
      return await work();
    } finally {
      clearInterval(again);
      claim(id, false).catch(() => {});
    }
  }

  closeCheck() {
    media.stop(this.#check);
    this.#light();
    this.#check = $("check").srcObject = null;
    $("check").hidden = true;
    $("check-said").textContent = word("checkNote");
    $("check-open").textContent = word("checkOpen");
  }

  async #openCheck() {
    const {stream, trouble} = await media.open();
    this.#check = $("check").srcObject = stream;
    $("check-open").textContent = word(stream ? "checkClose" : "checkOpen");
    $("check-said").textContent = trouble ? word(trouble) : "";
    if (!stream?.getVideoTracks().length) return;
    $("check").hidden = false;
    this.#light = media.watchLight($("check"), sentence => {
      const said = [trouble && word(trouble), word(sentence)].filter(Boolean).join(" ");
      if ($("check-said").textContent !== said) $("check-said").textContent = said;
    });
  }

  #mail(mail) {
    const told = element("div", {className: "briefing"}), picture = element("video", {controls: true, playsInline: true, hidden: true});
    picture.setAttribute("aria-label", word("mailPicture"));
    briefing.show(told, mail.briefing);
    const look = element("button", {type: "button", onclick: () => this.guarded(async () => {
      URL.revokeObjectURL(picture.src);
      picture.src = await film(`/v1/videomails/${mail.id}/content`);
      picture.hidden = false;
      await picture.play().catch(() => {});
    })}, word("mailLook"));
    const answer = () => this.guarded(() => this.#claimed(mail.id, async () => {
      const signed = new FilmField();
      try {
        const answer = await ask(word("mailReply"), word("send"), signed.node, line("reply", word("mailReplyText"), {required: true, maxLength: 1000, rows: 4, value: this.#drafts[mail.id] ?? ""}));
        if (!answer) return;
        this.#drafts[mail.id] = answer.reply;
        if (signed.film) await send(`/answer/${mail.id}/film`, signed.film);
        await request("POST", `/v1/videomails/${mail.id}/reply`, {text: answer.reply});
        delete this.#drafts[mail.id];
      } finally {
        signed.close();
      }
      URL.revokeObjectURL(picture.src);
      await this.mails();
    }));
    const reply = element("button", {type: "button", className: "reply", onclick: answer}, word("mailReply"));
    const seen = mail.state === "processing" ? element("p", {className: "note"}, word("mailSeen")) : "";
    const due = mail.due.slice(0, 16).replace("T", " ");
    const taken = element("p", {className: "claim"});
    taken.setAttribute("role", "status");
    const node = element("div", {}, element("h3", {}, word("mailOf", {number: mail.number, due})), seen, taken, told, picture, element("div", {className: "row"}, look, reply));
    node.dataset.mail = mail.id;
    return node;
  }
}

const pairs = rows => rows.flatMap(([name, value]) => [element("dt", {}, word(name)), element("dd", {}, String(value))]);
