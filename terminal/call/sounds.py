"""Sound of the call: the microphone as a track that is sent, a received track to the loudspeaker.

The ears close their microphone for the call (`wants`): a device is opened once, and what the interpreter says from the
loudspeaker must not be taken for the visitor. So the sound of the counter goes out as it is; it is recognised nowhere.
Only the call worker imports this.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame
from numpy.typing import NDArray

from hardware.errors import DeviceError
from hardware.microphone import CHUNK_MS, RATE_HZ, Microphone
from hardware.speaker import Speaker

logger = logging.getLogger(__name__)

CHUNK = RATE_HZ * CHUNK_MS // 1000
MOST_CHUNKS = 5
"""So much sound may wait to be sent, 100 ms: more would run behind the picture (rule B-2)."""
KEPT_CHUNKS, LOOKED_AT = 2, 25
"""Chunks that may wait always: the one being taken and one more; looked at every half second (our judgement)."""
MOST_BEHIND_S = MOST_CHUNKS * CHUNK_MS / 1000
"""What this process slept through is left out. Sent afterwards in a rush, silence for the most part, the receiver would
play it all, and the sound would stay behind the picture by as much."""
RETRY_S = 1.0


class Ear:
    """Reads the microphone in a thread of its own, for as many tracks as there are. Closed when the call ends.

    ``microphone`` is asked for it by that thread: finding and opening a device takes its time.
    """

    def __init__(self, microphone: Callable[[], Microphone]) -> None:
        self._microphone = microphone
        self._waiting: list[deque[NDArray[np.int16]]] = []
        self._stopping, self._told = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="call-microphone", daemon=True)

    def start(self) -> None:
        """Open the microphone, now and again after a loss. Harmless where it was started."""
        if self._thread.ident is None:
            self._thread.start()

    def stop(self) -> None:
        """Nothing is heard any more; the device follows within its next 20 ms."""
        self._stopping.set()

    def close(self) -> None:
        """Microphone off; waits for it."""
        self.stop()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def listen(self) -> deque[NDArray[np.int16]]:
        """A queue of chunks, int16 (320,) at 16 kHz each; the oldest are dropped where nobody takes them."""
        queue: deque[NDArray[np.int16]] = deque(maxlen=MOST_CHUNKS)
        self._waiting.append(queue)
        return queue

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._microphone() as microphone:
                    self._read(microphone)
            except DeviceError as error:
                if not self._told:  # once until it hears again: it is tried every second
                    logger.warning("no sound for the call: %s", error.code)
                self._told = True
                self._stopping.wait(RETRY_S)

    def _read(self, microphone: Microphone) -> None:
        while not self._stopping.is_set():
            chunk = microphone.read(0.2)
            if chunk is not None:
                self._told = False
                for queue in self._waiting:
                    queue.append(chunk.samples)


class MicrophoneTrack(MediaStreamTrack):
    """20 ms of sound every 20 ms: what the microphone heard, or silence where it hears nothing. Its clock is the real
    one, whatever this process missed."""

    kind = "audio"

    def __init__(self, chunks: deque[NDArray[np.int16]]) -> None:
        super().__init__()
        self._chunks = chunks
        self._began = time.monotonic()
        self._count = self._taken = 0
        self._least = MOST_CHUNKS
        """The fewest chunks that were waiting since they were last looked at: so much is delay and nothing else."""

    async def recv(self) -> AudioFrame:
        """The next 20 ms."""
        if self.readyState != "live":
            raise MediaStreamError
        self._count += 1
        wait_s = self._began + self._count * CHUNK_MS / 1000 - time.monotonic()
        if wait_s < -MOST_BEHIND_S:
            self._count -= int(wait_s * 1000 / CHUNK_MS)
        await asyncio.sleep(max(0.0, wait_s))
        self._catch_up()
        samples = self._chunks.popleft() if self._chunks else np.zeros(CHUNK, np.int16)
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
        frame.pts = self._count * CHUNK
        return frame

    def _catch_up(self) -> None:
        """Microphone and track have the same pace: what waits all the time would wait for ever. One chunk may, for the
        thread that reads is not quite even."""
        self._least = min(self._least, len(self._chunks))
        self._taken = (self._taken + 1) % LOOKED_AT
        if not self._taken:
            for _ in range(self._least - KEPT_CHUNKS):
                self._chunks.popleft()
            self._least = MOST_CHUNKS


class Loudspeaker:
    """The loudspeaker of one call, shared by its interpreters; used from the call's loop.

    Opened with the first of them and again after a loss; where there is none the text is still there.
    """

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._open = self._told = False
        self._closing = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Open it, now and again after a loss; nobody waits for it. Harmless where it was started."""
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    def play(self, samples: NDArray[np.int16], rate_hz: int) -> None:
        """Add int16 (n,) to what is heard. What comes before it is open would be heard late, and so would the rest."""
        if not self._open:
            return
        try:
            self._speaker.stream(samples, rate_hz)
            self._told = False
        except DeviceError as error:
            self._lost(error)

    async def close(self) -> None:
        """Off, for good; waits for it."""
        self._closing.set()
        if self._keeping is not None:
            await self._keeping
        self._open = False
        self._speaker.close()

    def _lost(self, error: DeviceError) -> None:
        """Told once until it is heard again: it is tried every second."""
        self._open = False
        if not self._told:
            logger.warning("the call is not heard: %s", error)
        self._told = True

    async def _keep(self) -> None:
        """Looks at it every second: a sound server goes on taking sound for a device that is gone."""
        while not self._closing.is_set():
            try:
                if self._open:
                    await asyncio.to_thread(self._speaker.check)
                else:
                    await asyncio.to_thread(self._speaker.open)
                    self._open = True
            except DeviceError as error:
                self._lost(error)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), RETRY_S)


class RemoteSound:
    """Plays a received track."""

    def __init__(self, loudspeaker: Loudspeaker) -> None:
        self._loudspeaker = loudspeaker
        self.level = 0.0
        """Loudness of the last 20 ms, 0..1 of full scale: who is speaking is shown (rule B-11)."""

    async def receive(self, track: MediaStreamTrack) -> None:
        """Until the track ends."""
        while True:
            try:
                frame: Any = await track.recv()
            except MediaStreamError:
                return
            samples = _mono(frame)
            self.level = float(np.abs(samples).max(initial=0)) / 32768
            self._loudspeaker.play(samples, frame.sample_rate)


def _mono(frame: Any) -> NDArray[np.int16]:
    """int16 (n,) of an audio frame that may have several channels side by side."""
    packed = frame.to_ndarray().reshape(-1, len(frame.layout.channels))
    mixed: NDArray[np.int16] = packed.mean(axis=1).astype(np.int16)
    return mixed
