"""The signed message: filmed from the camera's ring in a worker's memory, shown again, sent to the hall.

The film is never on a disk and never in the main process. `link` is the main process's end and loads no media;
`worker` is the process; `film` makes and shows the film and is imported by the worker alone.
"""
