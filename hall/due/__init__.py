"""Work that falls due by itself; runs every second, and at once when the test mode sets the clock forward."""

from hall.due.steward import Steward, do_due_work

__all__ = ["Steward", "do_due_work"]
