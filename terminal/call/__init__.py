"""The terminal's side of a remote session: a process of its own that runs only while there is a call."""
