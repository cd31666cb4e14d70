"""What all tables share: which Python type is kept as what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase

from hall.storage.types import HallDay, HallTime


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: HallTime,
        date: HallDay,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
    }
