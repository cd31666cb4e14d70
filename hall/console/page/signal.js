// The signalling socket of one session (docs/connect-your-hall.md, section 9): joins, stays, comes back by itself.

const REPLACED = 4409, OVER = 4410, BAD_TOKEN = 4401, NOT_YOURS = 4403, TOO_MUCH = 4429;
// The hall keeps a lost place for the same token this long; after that a new token is asked for.
const SAME_TOKEN_MS = 60_000;
// The hall closes at more than 50 messages a second; ours stay well below, the rest waits its turn.
const MOST_A_SECOND = 30;
// Nothing heard for this long: the line is taken for dead (a sleeping laptop, a wall of a Wi-Fi cell) and made anew.
const SILENT_MS = 15_000;

/**
 * Events: `message` (detail: the message), `up` (joined again or first), `away` (line lost, trying), `over` (detail:
 * "replaced" | "ended" | "refused").
 */
export class Signal extends EventTarget {
  #socket = null; #token; #renew; #waiting = []; #sent = [];
  #lostAt = 0; #wait = 500; #timer = 0; #clock = 0; #heard = 0; #done = false;
  /** Whether somebody is there who must be heard from; with nobody there, silence is no fault. */
  listening = false;

  /** `renew` answers a fresh token (string), or throws when there is none to be had. */
  constructor(sessionId, token, renew) {
    super();
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.address = `${scheme}//${location.host}/v1/signal/${encodeURIComponent(sessionId)}`;
    this.#token = token;
    this.#renew = renew;
    this.#clock = setInterval(() => this.#look(), 1000);
    addEventListener("online", this.#hurry);
    this.#open();
  }

  alive() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(message) {
    this.#waiting.push(message);
    this.#flush();
  }

  close() {
    this.#done = true;
    clearInterval(this.#clock);
    clearTimeout(this.#timer);
    removeEventListener("online", this.#hurry);
    this.#socket?.close(1000);
  }

  /** The machine is on the network again: do not wait for the next try. */
  #hurry = () => {
    if (this.alive() || this.#done || !this.#timer) return;
    clearTimeout(this.#timer);
    this.#open();
  };

  #open() {
    this.#timer = 0;
    const socket = this.#socket = new WebSocket(this.address);
    socket.onopen = () => {
      socket.send(JSON.stringify({type: "join", token: this.#token}));
      this.#heard = Date.now();
    };
    socket.onmessage = event => this.#hear(socket, event.data);
    socket.onclose = event => { if (socket === this.#socket) this.#closed(event.code); };
  }

  #hear(socket, raw) {
    if (socket !== this.#socket) return;
    this.#heard = Date.now();
    const message = JSON.parse(raw);
    if (message.type === "joined" && !socket.joined) {
      socket.joined = true;
      [this.#lostAt, this.#wait] = [0, 500];
      this.#tell("up");
    }
    this.#tell("message", message);
    this.#flush();
  }

  async #closed(code) {
    if (this.#done) return;
    const over = {[REPLACED]: "replaced", [OVER]: "ended", [NOT_YOURS]: "refused"}[code];
    if (over) return this.#end(over);
    if (!this.#lostAt) {
      this.#lostAt = Date.now();
      // What described a connection that is gone is worth nothing later; texts are kept by whoever sent them.
      this.#waiting = [];
      this.#tell("away");
    }
    if (code === BAD_TOKEN || Date.now() - this.#lostAt > SAME_TOKEN_MS) {
      try {
        this.#token = await this.#renew();
      } catch (error) {
        if (error.code !== "away") return this.#end("refused");
      }
    }
    if (this.#done) return;
    if (code === TOO_MUCH) this.#wait = 2000;
    this.#timer = setTimeout(() => this.#open(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, 5000);
  }

  #end(why) {
    this.close();
    this.#tell("over", why);
  }

  #look() {
    this.#flush();
    if (!this.listening || !this.alive() || Date.now() - this.#heard < SILENT_MS) return;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#closed(1006);
  }

  #flush() {
    const now = Date.now();
    this.#sent = this.#sent.filter(at => now - at < 1000);
    while (this.#socket?.joined && this.alive() && this.#waiting.length && this.#sent.length < MOST_A_SECOND) {
      this.#socket.send(JSON.stringify(this.#waiting.shift()));
      this.#sent.push(now);
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, {detail}));
  }
}
