"""Work that falls due by itself; runs every second, and at once when the test mode sets the clock forward."""

from hall.due.notices import Notices
from hall.due.steward import Steward, do_due_work

__all__ = ["Notices", "Steward", "do_due_work"]
