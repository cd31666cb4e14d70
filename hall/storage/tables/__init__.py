"""What the hall remembers, one class per table. No column holds a name, an ID number or a face.

`version` counts the stored state and becomes the ETag. Days and times are hall time. Whoever imports one of these
modules imports them all: the tables that a database is made with are complete, whoever makes it.
"""

from hall.storage.tables import feedback, films, operation, talks, visits

__all__ = ["feedback", "films", "operation", "talks", "visits"]
