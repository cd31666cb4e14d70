// The own camera and microphone: opened with plain words for what goes wrong, and a simple look at the light.

const WANTED = {width: {ideal: 1280}, height: {ideal: 720}, frameRate: {ideal: 30}};
// Mean brightness of the picture, 0-255; a head against the light is dark, and much darker than the rim. Our judgement.
const DARK = 45, BRIGHT = 225, SHADED = 90, AGAINST_LIGHT = 70, COVERED = 3;

/**
 * Open what there is: both, else the picture alone, else the sound alone, else nothing. Never throws.
 * Returns {stream or null, trouble: name of a sentence or ""}. A call without either still has its text.
 */
export async function open(facing = "user") {
  if (!navigator.mediaDevices) return {stream: null, trouble: "mediaInsecure"};
  const video = {...WANTED, facingMode: facing}, audio = {echoCancellation: true, noiseSuppression: true};
  let trouble = "";
  for (const wanted of [{video, audio}, {video}, {audio}]) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(wanted);
      const [track] = stream.getVideoTracks();
      // Signing needs movement more than sharpness: under pressure the resolution falls first (B-4).
      if (track) track.contentHint = "motion";
      return {stream, trouble: wanted.video && wanted.audio ? "" : wanted.video ? "noMicrophone" : trouble && `noCamera`};
    } catch (error) {
      trouble ||= sentence(error.name);
      if (error.name === "NotAllowedError" && !(await blockedInPart())) return {stream: null, trouble: "mediaDenied"};
    }
  }
  return {stream: null, trouble};
}

/** Only one of camera and microphone is forbidden: the other one may be asked for. */
async function blockedInPart() {
  const ask = name => navigator.permissions.query({name}).then(found => found.state, () => "denied");
  const states = await Promise.all([ask("camera"), ask("microphone")]);
  return states.includes("granted") || states.includes("prompt");
}

const sentence = name => ({NotAllowedError: "mediaDenied", NotFoundError: "mediaMissing", NotReadableError: "mediaBusy"}[name] || "mediaFailed");

export const stop = stream => stream?.getTracks().forEach(track => track.stop());

/**
 * Look at a video once a second and tell the name of a sentence: tooDark, tooBright, againstLight, covered, goodLight.
 * It measures brightness only, on 32 x 18 points; it does not look for a face and keeps nothing. Returns a stop function.
 */
export function watchLight(video, tell) {
  const canvas = Object.assign(document.createElement("canvas"), {width: 32, height: 18});
  const pencil = canvas.getContext("2d", {willReadFrequently: true});
  const timer = setInterval(() => {
    if (!video.videoWidth) return;
    pencil.drawImage(video, 0, 0, 32, 18);
    tell(light(pencil.getImageData(0, 0, 32, 18).data, 32, 18));
  }, 1000);
  return () => clearInterval(timer);
}

export function light(pixels, width, height) {
  const bright = (x, y) => {
    const at = 4 * (y * width + x);
    return 0.3 * pixels[at] + 0.59 * pixels[at + 1] + 0.11 * pixels[at + 2];
  };
  const all = [], head = [], rim = [];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const value = bright(x, y);
    all.push(value);
    // Where a head is when somebody sits before the camera; a dark shirt below it says nothing about the light.
    if (x > width * 3 / 8 && x < width * 5 / 8 && y > height / 6 && y < height / 2) head.push(value);
    if (x < width / 6 || x >= width * 5 / 6) rim.push(value);
  }
  const middle = mean(all), spread = Math.sqrt(mean(all.map(value => (value - middle) ** 2)));
  if (spread < COVERED) return "covered";
  if (middle < DARK) return "tooDark";
  if (middle > BRIGHT) return "tooBright";
  return mean(head) < SHADED && mean(rim) - mean(head) > AGAINST_LIGHT ? "againstLight" : "goodLight";
}

const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
