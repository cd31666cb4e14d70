// How good the received picture is: measured by the browser, told in plain words (standards: EN 301 549 6.5, B-4).

const SLOW = 20, UNREADABLE = 12, SMALL = 240;

/** Reads one connection every call; rates are since the call before. */
export class Meter {
  #before = null;

  /** {fps, width, height, rtt (ms or null), frozen} of the received picture; null without a connection. */
  async read(pc) {
    if (!pc) return null;
    const report = [...(await pc.getStats()).values()];
    const video = report.find(one => one.type === "inbound-rtp" && one.kind === "video");
    const pair = report.find(one => one.type === "candidate-pair" && one.nominated && one.currentRoundTripTime !== undefined);
    const rtt = pair ? Math.round(pair.currentRoundTripTime * 1000) : null;
    const codec = report.find(one => one.id === video?.codecId)?.mimeType ?? null;
    const relayed = report.find(one => one.id === pair?.localCandidateId)?.candidateType === "relay";
    if (!video) return {fps: 0, width: 0, height: 0, rtt, frozen: true, codec, relayed};
    const now = {at: video.timestamp, frames: video.framesDecoded ?? 0};
    const seconds = this.#before ? (now.at - this.#before.at) / 1000 : 0;
    const frames = this.#before && now.frames >= this.#before.frames ? now.frames - this.#before.frames : now.frames;
    this.#before = now;
    const fps = seconds > 0 ? Math.round(frames / seconds) : Math.round(video.framesPerSecond ?? 0);
    return {fps, width: video.frameWidth ?? 0, height: video.frameHeight ?? 0, rtt, frozen: frames === 0, codec, relayed};
  }
}

/** Name of the sentence for a picture: good, slow, unreadable, frozen, off. `cameraOn`: what the other side says. */
export function verdict({fps, height, frozen}, cameraOn = true) {
  if (!cameraOn) return "off";
  if (frozen || fps === 0) return "frozen";
  if (fps < UNREADABLE || height < SMALL) return "unreadable";
  return fps < SLOW ? "slow" : "good";
}

/** The contract's message about what is received here. */
export const asMessage = seen => ({
  type: "quality", fps: seen.fps, width: seen.width, height: seen.height,
  ...(seen.rtt === null ? {} : {round_trip_ms: seen.rtt}),
});
