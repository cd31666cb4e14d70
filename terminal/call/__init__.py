"""The terminal's side of a remote session: a process of its own that runs only while there is a call.

``link`` is the main process's end, ``wishes`` what goes to the worker. In the worker: ``session`` conducts, ``desk``
asks the hall, ``signalling`` is in the room, ``media`` holds the ``peer`` of each interpreter with ``pictures`` and
``sounds``. Pure: ``progress`` (what the visitor sees), ``lines`` (text on its way), ``quality``, ``timecode``.
"""
