"""Values carried by a request: numbers, dates, times, ID and phone numbers, names."""

from recognition.understanding.slots.parse import Value, find_values

__all__ = ["Value", "find_values"]
