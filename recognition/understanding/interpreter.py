"""From one request to its meaning.

The order of things: values (dates, numbers) are read; yes and no are whole answers; the words of the lexicon are found;
the goals they speak for compete; what is left decides: one goal - sure, several - ask, none - unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from content.matters import Goal, GoalKind, Lexicon, Matters, load_lexicon
from content.matters.lexicon import Frame
from recognition.understanding.evidence import Evidence, gather, strongest
from recognition.understanding.reading_back import Reader
from recognition.understanding.request import Request, Units, cut
from recognition.understanding.result import Aspect, Certainty, SlotKind, Understanding
from recognition.understanding.slots import Value, find_values
from recognition.understanding.slots.values import find_rating
from recognition.understanding.spotting import Hit, Spotter

#: At most so many cards are offered.
MAX_CANDIDATES = 3
_PUNCTUATION = frozenset(",.。，、！？!?;；:：~…()（）\"“”'《》-—")


def understand(request: Request, matters: Matters) -> Understanding:
    """The meaning of a request in a hall that does `matters`. The first call with a guide builds its tables."""
    return _interpreter(matters).understand(request)


@lru_cache(maxsize=4)
def _interpreter(matters: Matters) -> Interpreter:
    return Interpreter(matters, load_lexicon())


class Interpreter:
    """Understands requests for one guide with one lexicon. Building takes about half a second, a request some ms."""

    def __init__(self, matters: Matters, lexicon: Lexicon) -> None:
        self._matters = matters
        self._lexicon = lexicon
        self._goals = [*_offered(lexicon.goals, matters), *_named_goals(lexicon, matters)]
        self._kinds = {name: concept.kind for name, concept in lexicon.concepts.items()}
        self._kinds |= {_say(matter.id): "topics" for matter in matters}
        self._spotters = {lang: _spotter(lexicon, matters, lang) for lang in ("zh", "en")}
        self._whole = {lang: _whole_spotter(lexicon, lang) for lang in ("zh", "en")}
        self._reader = Reader(matters, lexicon)

    def understand(self, request: Request) -> Understanding:
        """The meaning of one request; never raises for any text."""
        units = cut(request)
        values = find_values(units.text, units.lang, request.today, request.text)
        if answer := self._whole_answer(units):
            return self._finish(Understanding(Certainty.SURE, command=answer, score=1.0))
        hits = self._spotters[units.lang].hits(units.units)
        hits = _with_values(_without_negated(hits), values, units)
        found = strongest(gather(self._goals, hits, self._kinds))
        if not found and (slot := _slot_answer(units, values, hits, request.asked)):
            return self._finish(slot)
        return self._finish(self._decide(units, values, hits, found))

    def _whole_answer(self, units: Units) -> str | None:
        """yes or no, when nothing but words for it (and fillers) was said."""
        hits = self._whole[units.lang].hits(units.units)
        covered = {unit for hit in hits for unit in range(hit.start, hit.end)}
        rest = [u for i, u in enumerate(units.units) if i not in covered and u not in _PUNCTUATION]
        named = [hit for hit in hits if hit.concepts != {"filler"}]
        if rest or not named:
            return None
        return "no" if any("no" in hit.concepts for hit in named) else "yes"

    def _decide(
        self, units: Units, values: Sequence[Value], hits: Sequence[Hit], found: Sequence[Evidence]
    ) -> Understanding:
        score = _explained(units, hits)
        commands = [piece for piece in found if piece.goal.kind is GoalKind.COMMAND]
        matters = [piece for piece in found if piece.goal.kind in (GoalKind.MATTER, GoalKind.EITHER)]
        elsewhere = [piece for piece in found if piece.goal.kind is GoalKind.ELSEWHERE]
        if commands:
            return self._command(commands[0], matters, values, units, score)
        if elsewhere and (not matters or elsewhere[0].weight >= matters[0].weight):
            return Understanding(Certainty.UNKNOWN, elsewhere=elsewhere[0].goal.ids[0], score=score)
        return self._matter(matters, values, hits, score)

    def _command(
        self, piece: Evidence, matters: Sequence[Evidence], values: Sequence[Value], units: Units, score: float
    ) -> Understanding:
        command = piece.goal.ids[0]
        slots = {value.key: value.value for value in values if value.key in _SLOTS_OF_COMMANDS}
        if command == "evaluate" and (rating := find_rating(units.text, units.lang)):
            slots = {"rating": rating.value}
        named = [m.goal.ids[0] for m in matters if m.goal.kind is GoalKind.MATTER]
        if named and command in ("take_ticket", "book", "check_in", "cancel_booking"):
            slots["matter"] = named[0]
        return Understanding(Certainty.SURE, command=command, slots=slots, score=score)

    def _matter(
        self, found: Sequence[Evidence], values: Sequence[Value], hits: Sequence[Hit], score: float
    ) -> Understanding:
        slots = {value.key: value.value for value in values if value.key in _SLOTS_OF_MATTERS}
        ids = list(dict.fromkeys(matter_id for piece in found for matter_id in piece.goal.ids))[:MAX_CANDIDATES]
        aspect = _aspect(hits)
        if not ids:
            return Understanding(Certainty.UNKNOWN, slots=slots, score=score)
        if len(ids) == 1:
            return Understanding(Certainty.SURE, matter_id=ids[0], aspect=aspect, slots=slots, score=score)
        return Understanding(Certainty.AMBIGUOUS, aspect=aspect, candidates=tuple(ids), slots=slots, score=score)

    def _finish(self, meant: Understanding) -> Understanding:
        return self._reader.read_back(meant)


_SLOTS_OF_COMMANDS = ("date", "day_part", "time", "window", "zone", "ticket", "count")
_SLOTS_OF_MATTERS = ("age", "date", "day_part", "time")
_SLOT_KINDS = {
    "id_number": SlotKind.ID_NUMBER,
    "phone": SlotKind.PHONE,
    "name": SlotKind.NAME,
    "name_pinyin": SlotKind.NAME,
    "date": SlotKind.DATE_TIME,
    "time": SlotKind.DATE_TIME,
    "day_part": SlotKind.DATE_TIME,
    "number": SlotKind.NUMBER,
    "ticket": SlotKind.NUMBER,
    "count": SlotKind.NUMBER,
    "amount": SlotKind.NUMBER,
}
_NEGATABLE = ("acts", "states")


def _slot_answer(
    units: Units, values: Sequence[Value], hits: Sequence[Hit], asked: SlotKind | None
) -> Understanding | None:
    """A value and nothing else of weight, or the value that was asked for."""
    kinds = [(value, _SLOT_KINDS[value.key]) for value in values if value.key in _SLOT_KINDS]
    if not kinds:
        return None
    order = list(SlotKind)
    kind = asked if asked in {k for _, k in kinds} else max((k for _, k in kinds), key=order.index)
    slots = {value.key: value.value for value, k in kinds if k is kind}
    return Understanding(Certainty.SURE, slot_kind=kind, slots=slots, score=_explained(units, hits))


def _aspect(hits: Sequence[Hit]) -> Aspect | None:
    named = [concept for hit in hits for concept in sorted(hit.concepts) if concept in set(Aspect)]
    return Aspect(named[-1]) if named else None


def _explained(units: Units, hits: Sequence[Hit]) -> float:
    meant = [i for i, unit in enumerate(units.units) if unit not in _PUNCTUATION]
    covered = {unit for hit in hits for unit in range(hit.start, hit.end)}
    return sum(i in covered for i in meant) / len(meant) if meant else 0.0


def _without_negated(hits: Sequence[Hit]) -> list[Hit]:
    return list(hits)


def _with_values(hits: Sequence[Hit], values: Sequence[Value], units: Units) -> list[Hit]:
    """Hits for the values that frames may ask for (#date, #window …)."""
    places = _positions(units)
    marks = []
    for value in values:
        covered = [i for i, (start, end) in enumerate(places) if start < value.end and value.start < end]
        if covered:
            marks.append(Hit(covered[0], covered[-1] + 1, frozenset({f"#{value.key}"}), 1.0, str(value.value)))
    return sorted([*hits, *marks], key=lambda hit: hit.start)


def _positions(units: Units) -> list[tuple[int, int]]:
    gap = 0 if units.lang == "zh" else 1
    places, at = [], 0
    for unit in units.units:
        places.append((at, at + len(unit)))
        at += len(unit) + gap
    return places


def _offered(goals: Iterable[Goal], matters: Matters) -> Iterable[Goal]:
    """Goals of the lexicon that this hall does; a matter of another hall counts for nothing here."""
    for goal in goals:
        if goal.kind in (GoalKind.COMMAND, GoalKind.ELSEWHERE):
            yield goal
            continue
        ids = tuple(matter_id for matter_id in goal.ids if matter_id in matters)
        if ids:
            yield Goal(goal.kind if len(ids) == len(goal.ids) else GoalKind.MATTER, ids, goal.frames)


def _named_goals(lexicon: Lexicon, matters: Matters) -> Iterable[Goal]:
    """A matter without frames of its own is found by its names: content alone is enough for a new matter."""
    known = {goal.ids[0] for goal in lexicon.goals if goal.kind is GoalKind.MATTER}
    for matter in matters:
        if matter.id not in known:
            yield Goal(GoalKind.MATTER, (matter.id,), (Frame((frozenset({_say(matter.id)}),), frozenset(), False),))


def _say(matter_id: str) -> str:
    return f"say:{matter_id}"


def _spotter(lexicon: Lexicon, matters: Matters, lang: str) -> Spotter:
    words = [(word, c.id) for c in lexicon.concepts.values() for word in (c.zh if lang == "zh" else c.en)]
    known = {goal.ids[0] for goal in lexicon.goals if goal.kind is GoalKind.MATTER}
    for matter in matters:
        if matter.id not in known:
            names = (matter.name.zh, *matter.also_called) if lang == "zh" else (matter.name.en.lower(),)
            words += [(name, _say(matter.id)) for name in names]
    return Spotter(lang, words, lexicon.fillers.zh if lang == "zh" else lexicon.fillers.en)


def _whole_spotter(lexicon: Lexicon, lang: str) -> Spotter:
    words = [(word, name) for name, c in lexicon.whole.items() for word in (c.zh if lang == "zh" else c.en)]
    return Spotter(lang, words, lexicon.fillers.zh if lang == "zh" else lexicon.fillers.en)
