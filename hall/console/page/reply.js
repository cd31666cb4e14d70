// Answering a signed message: words, and a film of at most a minute, silent, watched before it leaves.

import {element, word} from "./words.js";
import * as media from "./media.js";

// H.264 in MP4 plays in every browser, older phones of visitors among them; WebM does not on iPhones before iOS 17.4.
const KINDS = ["video/mp4;codecs=avc1.42E01F", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const LONGEST_S = 60, BITS = 1_000_000;

/** A part of the reply's form. `film` is a Blob or null; `close` lets go of camera and film. */
export class FilmField {
  #stream = null; #recorder = null; #address = ""; #timer = 0; #closed = false;

  constructor() {
    this.film = null;
    this.picture = element("video", {muted: true, autoplay: true, playsInline: true, hidden: true});
    this.picture.setAttribute("aria-label", word("replyPicture"));
    this.said = element("p", {className: "note"}, word("replyFilmNote"));
    this.said.setAttribute("role", "status");
    this.main = element("button", {type: "button", onclick: () => this.#press()}, word("replyFilm"));
    this.drop = element("button", {type: "button", hidden: true, onclick: () => this.#drop()}, word("replyDrop"));
    this.node = element("div", {className: "film"}, this.picture, this.said, element("div", {className: "row"}, this.main, this.drop));
    this.kind = globalThis.MediaRecorder ? KINDS.find(one => MediaRecorder.isTypeSupported(one)) : undefined;
    this.node.hidden = !this.kind;
  }

  close() {
    this.#closed = true;
    if (this.#recorder?.state === "recording") this.#recorder.stop();
    this.#release();
    URL.revokeObjectURL(this.#address);
  }

  #press() {
    return this.#recorder?.state === "recording" ? this.#recorder.stop() : this.#record();
  }

  async #record() {
    this.#drop();
    this.main.disabled = true;
    const {stream, trouble} = await media.open();
    this.main.disabled = false;
    const pictures = stream?.getVideoTracks() ?? [];
    if (this.#closed || !pictures.length) {
      media.stop(stream);
      this.said.textContent = word(trouble || "mediaFailed");
      return;
    }
    stream.getAudioTracks().forEach(track => track.stop());
    this.#stream = stream;
    Object.assign(this.picture, {srcObject: stream, hidden: false, controls: false});
    this.picture.classList.add("mirrored");
    const parts = [];
    this.#recorder = new MediaRecorder(new MediaStream(pictures), {mimeType: this.kind, videoBitsPerSecond: BITS});
    this.#recorder.ondataavailable = event => parts.push(event.data);
    this.#recorder.onstop = () => this.#made(new Blob(parts, {type: this.kind}));
    this.#recorder.start();
    this.main.textContent = word("replyStop");
    this.#count(LONGEST_S);
  }

  #count(left) {
    this.said.textContent = word("replyLeft", {seconds: left});
    if (left === 0) return this.#recorder.stop();
    this.#timer = setTimeout(() => this.#count(left - 1), 1000);
  }

  #made(film) {
    this.#release();
    if (this.#closed) return;
    this.film = film;
    this.#address = URL.createObjectURL(film);
    Object.assign(this.picture, {src: this.#address, controls: true});
    this.picture.classList.remove("mirrored");
    this.said.textContent = word("replyWatch");
    this.main.textContent = word("replyAgain");
    this.drop.hidden = false;
  }

  #drop() {
    URL.revokeObjectURL(this.#address);
    this.film = null;
    this.picture.removeAttribute("src");
    this.picture.hidden = this.drop.hidden = true;
    this.said.textContent = word("replyFilmNote");
    this.main.textContent = word("replyFilm");
  }

  #release() {
    clearTimeout(this.#timer);
    media.stop(this.#stream);
    this.#stream = this.picture.srcObject = null;
  }
}
