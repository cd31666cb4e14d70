"""What goes wrong is logged by its kind and its place: the message of an error may carry what a visitor wrote."""

from __future__ import annotations

import logging
import traceback


class WithoutMessages(logging.Filter):
    """Lets every record pass; of an error it carries, only the type and the lines of code are left."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            record.msg = f"{record.getMessage().rstrip()}: {type(error).__name__}\n{frames}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


_WITHOUT_MESSAGES = WithoutMessages()


def silence_server() -> None:
    """The web server logs what no handler caught, requests and sockets alike."""
    logging.getLogger("uvicorn.error").addFilter(_WITHOUT_MESSAGES)
