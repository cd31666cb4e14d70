"""Our conformance suite: any base URL against the contract. Needs a hall in test mode and its administrator's key.

`python -m hall check URL --admin-key KEY [-k WORDS]` prints one line per case; exit code 0 only if all passed.
Every answer to every request is also checked against `openapi.yaml`: status, schema, media type, no null.
"""

from hall.check.runner import main

__all__ = ["main"]
