// Text beside the picture: letter by letter both ways, kept when finished, never lost when the line is.

import {element, word} from "./words.js";

// Typed letters leave at most this late (EN 301 549 6.2: within 500 ms), several strokes together.
const LETTERS_MS = 150;
// A flood of text must not fill the memory or the page; what left the page is still kept by the hall.
const MOST_LINES = 200, MOST_LIVE = 12, LONGEST = 1000;

/**
 * The transcript and the line that is being typed.
 * `parts`: {log, live, input, form, caption, seen} elements; caption and seen may be absent.
 * `role`: own role. `send(message)`: to the socket. `name(role)`: what a role is called.
 */
export class Talk {
  #kept = new Map(); #live = new Map(); #own = []; #seq = 0; #current = 0; #timer = 0; #frame = 0; #resent = new Set();

  constructor(parts, {role, send, name}) {
    Object.assign(this, {parts, role, send, name});
    parts.log.replaceChildren();
    parts.live.replaceChildren();
    parts.caption?.replaceChildren();
    parts.seen?.replaceChildren();
    parts.input.value = "";
    parts.input.maxLength = LONGEST;
    parts.input.oninput = () => this.#typed();
    parts.input.onkeydown = event => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.finish();
    };
    parts.form.onsubmit = event => { event.preventDefault(); this.finish(); };
  }

  /** Number of the last kept text that was seen here. */
  get last() {
    return Math.max(0, ...this.#kept.keys());
  }

  /** A text of the socket, of the event stream or of the list of kept ones. */
  hear(message) {
    const role = message.from ?? message.role;
    if (message.seq) return this.#keep({...message, role});
    const line = `${role} ${message.via ?? "typed"}`;
    if (String(message.text).trim()) this.#live.set(line, {...message, role, text: String(message.text).slice(0, LONGEST)});
    else this.#live.delete(line);
    if (this.#live.size > MOST_LIVE) this.#live.delete(this.#live.keys().next().value);
    this.#draw();
  }

  /** Send what is typed as finished. */
  finish() {
    const text = this.parts.input.value.trim();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.parts.input.value = "";
    if (text) this.#final(text, "typed", this.#current || this.#next());
    this.#current = 0;
    this.#draw();
  }

  phrase(text) {
    // What is being typed keeps its own number: a later one must not overtake it.
    if (this.#current) this.finish();
    this.#final(text, "phrase", this.#next());
  }

  /** The line is back: `kept` is what the hall has, where it could be asked; the rest goes out again. */
  again(kept = []) {
    kept.forEach(message => this.hear(message));
    for (const message of this.#own) {
      this.#resent.add(message.client_seq);
      this.send(message);
    }
  }

  /** The hall refused a text. One that was sent again is there already: the first sending had arrived. */
  refused() {
    const [first] = this.#own;
    if (first && this.#resent.has(first.client_seq)) this.#own.shift();
    this.#draw();
  }

  redraw() {
    const all = [...this.#kept.values()];
    this.parts.log.replaceChildren(...all.map(message => this.#line(message)));
    this.#draw();
  }

  #next() {
    return ++this.#seq;
  }

  #typed() {
    this.#current ||= this.#next();
    if (!this.#timer) this.#timer = setTimeout(() => this.#letters(), LETTERS_MS);
  }

  #letters() {
    this.#timer = 0;
    // An emptied line is told as a space: the contract has no empty text.
    const text = this.parts.input.value || " ";
    this.send({type: "text", text, client_seq: this.#current, via: "typed", final: false});
  }

  #final(text, via, client_seq) {
    const message = {type: "text", text: text.slice(0, LONGEST), client_seq, via, final: true};
    this.#own.push(message);
    this.send(message);
    this.#draw();
  }

  #keep(message) {
    if (message.role === this.role) {
      this.#seq = Math.max(this.#seq, message.client_seq);
      this.#own = this.#own.filter(one => one.client_seq !== message.client_seq);
    }
    for (const [line, live] of this.#live) {
      if (live.role === message.role && live.client_seq <= message.client_seq) this.#live.delete(line);
    }
    if (!this.#kept.has(message.seq)) {
      this.#kept.set(message.seq, message);
      const newest = message.seq === this.last;
      if (newest) this.parts.log.append(this.#line(message)); else this.#sorted();
      if (message.via === "captions" && newest && this.parts.caption) this.parts.caption.textContent = message.text;
      while (this.#kept.size > MOST_LINES) {
        this.#kept.delete(Math.min(...this.#kept.keys()));
        this.parts.log.firstChild.remove();
      }
      this.parts.log.scrollTop = this.parts.log.scrollHeight;
    }
    this.#draw();
  }

  #sorted() {
    this.#kept = new Map([...this.#kept].sort(([one], [other]) => one - other));
    this.parts.log.replaceChildren(...[...this.#kept.values()].map(message => this.#line(message)));
  }

  #line({role, text, via}, className = "line") {
    const tag = via && via !== "typed" ? element("span", {className: "via"}, word(`via_${via}`)) : "";
    const own = role === this.role ? "own" : role;
    return element("p", {className: `${className} ${own}`}, element("span", {className: "who"}, this.name(role)), tag, element("span", {className: "said"}, text));
  }

  /** Lines that still change: at most once a picture, however fast they come. */
  #draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const live = [...this.#live.values()];
      const aids = this.parts.seen ? live.filter(one => one.via === "sign") : [];
      const lines = live.filter(one => !aids.includes(one)).map(one => this.#line(one, "line live"));
      const waiting = this.#own.map(one => this.#line({...one, role: this.role}, "line waiting"));
      this.parts.live.replaceChildren(...lines, ...waiting);
      if (this.parts.seen) this.parts.seen.textContent = aids.map(one => one.text).join("  ");
      const speaking = live.find(one => one.via === "captions");
      if (speaking && this.parts.caption) this.parts.caption.textContent = speaking.text;
    });
  }
}
