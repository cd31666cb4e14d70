"""The matters (事项) a hall does: what they are called, what to bring, what they cost, how long they take.

`load()` reads `matters.json`, invented sample content that every hall replaces by its own guide.
`load_lexicon()` reads the words by which visitors ask for them.
"""

from content.matters.lexicon import Concept, Frame, Goal, GoalKind, Lexicon, load_lexicon
from content.matters.matter import Material, Matter, Matters, TimeLimit, Zone
from content.matters.reader import load
from content.reading import Text

__all__ = [
    "Concept",
    "Frame",
    "Goal",
    "GoalKind",
    "Lexicon",
    "Material",
    "Matter",
    "Matters",
    "Text",
    "TimeLimit",
    "Zone",
    "load",
    "load_lexicon",
]
