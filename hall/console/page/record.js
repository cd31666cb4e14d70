// The written record of a call, off until everybody in it agreed: how it stands, and this person's own answer.
// Used by the console and by the visitor's phone. What is kept and for whom: hall/desk/transcripts.py.

import {word} from "./words.js";

export class Record {
  #told = {state: "off", agreed: [], missing: []};

  /** `note`: says how it stands; `yes`, `no`: buttons, of which those are shown that mean something now;
   * `take`: a link to the record, for the visitor only. */
  constructor({role, send, note, yes, no, take = null}) {
    Object.assign(this, {role, note, yes, no, take});
    yes.onclick = () => send({type: "transcript", agree: true});
    no.onclick = () => {
      send({type: "transcript", agree: false});
      this.hear({state: "refused", agreed: [], missing: [], refused_by: role});
    };
    this.draw();
  }

  hear(message) {
    this.#told = message;
    this.draw();
  }

  draw() {
    const {state, agreed, missing, refused_by, delete_at, address} = this.#told;
    const given = agreed.includes(this.role), asked = state === "asked" && missing.includes(this.role);
    const visitor = this.role === "visitor", day = delete_at?.slice(0, 10) ?? "";
    const waits = missing.map(role => word(`role_${role}`)).join(word("and"));
    const name = asked ? "recordAsked" : {on: "recordOn", asked: "recordWaits", refused: "recordRefused"}[state];
    this.note.textContent = name ? word(name, {day, waits}) : "";
    this.yes.hidden = given || (visitor && !asked) || (state === "refused" && refused_by !== this.role);
    this.no.hidden = !given && !asked;
    this.yes.textContent = word(asked || state === "refused" ? "recordYes" : "recordAsk");
    this.no.textContent = word(given ? "recordStop" : "recordNo");
    if (this.take) this.take.hidden = state !== "on" || !address;
    if (this.take && address) this.take.href = address;
  }
}
