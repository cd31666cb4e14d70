"""How words are read aloud: phrases with their readings, spoken forms, letters."""

from content.voice.readings import Readings, load_polyphones, load_readings

__all__ = ["Readings", "load_polyphones", "load_readings"]
