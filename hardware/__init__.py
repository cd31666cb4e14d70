"""Devices of the terminal: one port (abstract class) per kind, drivers and simulators beside it.

Rules of this room: imports nothing of ours but `content`; heavy libraries (cv2, miniaudio, pyserial,
pygame) are imported inside the method that opens the device, so that importing a port costs nothing;
no device is touched at import; a missing device is a state or a `DeviceError`, never a crash.
"""
