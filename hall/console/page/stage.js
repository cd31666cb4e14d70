// The pictures of a call: the visitor large, the own one small; what is wrong with either in words.

import {$, word} from "./words.js";
import {Meter, asMessage, verdict} from "./quality.js";
import {watchLight} from "./media.js";

const EVERY_MS = 2000;

export class Stage {
  #meter = new Meter(); #timer = 0; #light = () => {}; #trouble = ""; #theirs = ""; #seen = null; #silent = false;
  cameraOn = true; here = false; held = false; away = false;

  /** `connection()`: the RTCPeerConnection or null. `send(message)`: to the socket. */
  constructor({connection, send}) {
    Object.assign(this, {connection, send, stream: null});
    $("self").srcObject = $("remote").srcObject = null;
    $("self-note").textContent = "";
    this.#timer = setInterval(() => this.#measure(), EVERY_MS);
    this.#buttons();
    this.draw();
  }

  /** The own camera, or null and the sentence that says why. */
  own(stream, trouble) {
    [this.stream, this.#trouble] = [stream, trouble];
    $("self").srcObject = stream;
    if (stream?.getVideoTracks().length) this.#light = watchLight($("self"), sentence => this.#lit(sentence));
    else this.#lit("goodLight");
  }

  picture(stream) {
    if ($("remote").srcObject !== stream) $("remote").srcObject = stream;
    // Sound may be refused until the page is touched; the picture must not wait for that.
    $("remote").play().catch(() => this.#silently());
    this.#meter = new Meter();
    this.draw();
  }

  /** After a reload nobody has touched the page yet: the picture goes on without sound until somebody does. */
  #silently() {
    $("remote").muted = this.#silent = true;
    $("remote").play().catch(() => {});
    const touched = () => {
      $("remote").muted = this.#silent = false;
      this.draw();
    };
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touched, {once: true});
    this.draw();
  }

  /** What the other side receives of the own picture. */
  theirs(message) {
    const name = verdict({fps: message.fps ?? 0, height: message.height ?? 0, frozen: false}, this.#sending());
    this.#theirs = ["slow", "unreadable", "frozen"].includes(name) ? word(`theirs_${name}`) : "";
    this.draw();
  }

  async stats() {
    return this.#seen;
  }

  draw() {
    const connected = this.connection()?.connectionState === "connected";
    const note = this.away ? "lineAway" : this.held ? "onHold" : !this.here ? "visitorNotThere"
      : !this.cameraOn ? "visitorCameraOff" : !connected ? "connecting" : this.#seen?.frozen ? "pictureFrozen" : "";
    $("stage-note").textContent = note && word(note);
    // A camera that is off leaves no last picture standing, as if somebody sat there.
    $("remote").classList.toggle("off", !this.cameraOn);
    const judged = connected && this.#seen ? verdict(this.#seen, this.cameraOn) : "";
    $("meter").className = judged;
    const size = judged && judged !== "off" ? word("figures", {...this.#seen, rtt: this.#seen.rtt ?? "–"}) : "";
    const said = [judged && word(`picture_${judged}`), size, this.#theirs, this.#silent && word("touchToHear")].filter(Boolean).join(" · ");
    // A live region: said again only when the verdict changes, not with every figure.
    if ($("meter").textContent !== said) $("meter").textContent = said;
    $("meter").hidden = !said;
  }

  close() {
    clearInterval(this.#timer);
    this.#light();
    for (const id of ["self", "remote"]) $(id).srcObject = null;
    if (document.pictureInPictureElement) document.exitPictureInPicture().catch(() => {});
    $("call").classList.remove("large");
  }

  #sending() {
    return Boolean(this.stream?.getVideoTracks().some(track => track.enabled));
  }

  #lit(sentence) {
    const noted = this.#trouble ? word(this.#trouble) : !this.#sending() ? word("cameraIsOff") : sentence === "goodLight" ? "" : word(sentence);
    if ($("self-note").textContent !== noted) $("self-note").textContent = noted;
  }

  async #measure() {
    const pc = this.connection();
    this.#seen = await this.#meter.read(pc);
    if (this.#seen && pc?.connectionState === "connected" && this.cameraOn && !this.held) this.send(asMessage(this.#seen));
    this.draw();
  }

  #buttons() {
    const toggle = (id, act) => {
      $(id).setAttribute("aria-pressed", "false");
      $(id).onclick = () => {
        const on = $(id).getAttribute("aria-pressed") !== "true";
        $(id).setAttribute("aria-pressed", String(on));
        act(on);
      };
    };
    toggle("enlarge", on => $("call").classList.toggle("large", on));
    toggle("mirror", on => $("remote").classList.toggle("mirrored", on));
    $("remote").classList.remove("mirrored");
    $("pin").hidden = !document.pictureInPictureEnabled;
    $("pin").setAttribute("aria-pressed", "false");
    $("pin").onclick = () => document.pictureInPictureElement ? document.exitPictureInPicture()
      : $("remote").requestPictureInPicture().catch(() => {});
    $("remote").onenterpictureinpicture = () => $("pin").setAttribute("aria-pressed", "true");
    $("remote").onleavepictureinpicture = () => $("pin").setAttribute("aria-pressed", "false");
  }
}
