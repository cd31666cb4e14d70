"""Values carried by a request: numbers, dates, times, ID and phone numbers, names."""

from recognition.understanding.slots.parse import find_values
from recognition.understanding.slots.value import Value

__all__ = ["Value", "find_values"]
