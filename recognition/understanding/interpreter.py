"""From one request to its meaning.

The order of things: values (dates, numbers) are read; yes and no are whole answers; the words of the lexicon are found;
the goals they speak for compete; what is left decides: one goal - sure, several - ask, none - unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from content.matters import GoalKind, Lexicon, Matters, load_lexicon
from recognition.understanding.answers import asked_name, is_made_of, label_set, slot_answer, stray_answer
from recognition.understanding.aspects import asked_aspect
from recognition.understanding.correction import find_correction, mended
from recognition.understanding.evidence import Evidence, gather, strongest, undominated
from recognition.understanding.hits import (
    covered_units,
    in_row,
    in_sign_order,
    is_topic,
    with_values,
    without_denied,
    without_done,
)
from recognition.understanding.offer import named_goals, offered, say_concept, spotter, whole_spotter
from recognition.understanding.reading_back import Reader
from recognition.understanding.request import Request, Units, cut
from recognition.understanding.result import Aspect, Certainty, Understanding
from recognition.understanding.slots import Value, find_values
from recognition.understanding.slots.value import slots_of
from recognition.understanding.slots.values import find_rating
from recognition.understanding.spotting import Hit, stem
from recognition.understanding.wishes import adds, parts

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
        self._goals = [*offered(lexicon.goals, matters), *named_goals(lexicon, matters)]
        self._kinds = {name: concept.kind for name, concept in lexicon.concepts.items()}
        self._kinds |= {say_concept(matter.id): "topics" for matter in matters}
        self._spotters = {lang: spotter(lexicon, matters, lang) for lang in ("zh", "en")}
        self._whole = {lang: whole_spotter(lexicon, lang) for lang in ("zh", "en")}
        self._labels = {"zh": label_set(lexicon.labels.zh), "en": label_set(lexicon.labels.en)}
        self._reader = Reader(matters, lexicon)

    def understand(self, request: Request) -> Understanding:
        """The meaning of one request; never raises for any text."""
        units = cut(request)
        if corrected := self._corrected(request, units):
            return corrected
        values = find_values(units.text, units.lang, request.today, request.text)
        if answer := self._whole_answer(units):
            return self._finish(Understanding(Certainty.SURE, command=answer, score=1.0))
        if self._only_values(units, values) and (slot := slot_answer(values, request.asked)):
            return self._finish(slot)
        hits = self._spotters[units.lang].hits(units.units)
        hits = with_values(without_denied(hits, self._kinds, units), values, units)
        hits = [*hits, *in_sign_order(units)]
        hits, found = self._open_wishes(hits, units)
        if not found and request.asked:
            slot = slot_answer(values, request.asked) or asked_name(units.text, request.asked)
            if slot:
                return self._finish(slot)
        meant = self._decide(units, values, hits, found)
        is_lost = meant.certainty is Certainty.UNKNOWN and not meant.elsewhere
        return self._finish((stray_answer(values) if is_lost else None) or meant)

    def _open_wishes(self, hits: list[Hit], units: Units) -> tuple[list[Hit], list[Evidence]]:
        """Hits and evidence without what is done already, if a full wish is left."""
        if any("both" in hit.concepts for hit in hits):
            return hits, self._evidence(hits, units)  # 公司注册完税务也得报到，一起办: both are wanted
        left = without_done(hits, self._kinds)
        found = self._evidence(left, units)
        if len(left) < len(hits) and not (found and _is_firm(found[0])):
            return hits, self._evidence(hits, units)
        return left, found

    def _evidence(self, hits: list[Hit], units: Units) -> list[Evidence]:
        """The goals the hits speak for. If only a topic is named, a misheard verb beside it is tried."""
        found = strongest(gather(self._goals, hits, self._kinds))
        if units.lang == "zh" and found and all(piece.goal.kind is GoalKind.EITHER for piece in found):
            for mended in self._spotters["zh"].misheard_verbs(units.units, hits):
                repaired = strongest(gather(self._goals, [*hits, mended], self._kinds))
                if len(repaired) == 1 and repaired[0].goal.kind is GoalKind.MATTER:
                    return repaired
        return found

    def _corrected(self, request: Request, units: Units) -> Understanding | None:
        """What is said after a correction (护照，不对，是驾照) counts, if that is enough to be understood."""
        correction = find_correction(units.text, units.lang)
        if not correction:
            return None
        if not correction.weak:
            meant = self.understand(replace(request, text=correction.meant, glosses=()))
            if meant.matter_id or (meant.command and meant.command not in ("yes", "no")):
                return meant
        text = mended(
            correction,
            units.lang,
            lambda part: find_values(part, units.lang, request.today),
            lambda part: self._is_values(part, request),
        )
        return self.understand(replace(request, text=text, glosses=())) if text else None

    def _is_values(self, text: str, request: Request) -> bool:
        units = cut(replace(request, text=text, glosses=()))
        return self._only_values(units, find_values(units.text, units.lang, request.today))

    def _whole_answer(self, units: Units) -> str | None:
        """yes or no, when nothing but words for it (and particles) was said."""
        hits = self._whole[units.lang].hits(units.units)
        covered = {unit for hit in hits for unit in range(hit.start, hit.end)}
        rest = [u for i, u in enumerate(units.units) if i not in covered and u not in _PUNCTUATION]
        named = {concept for hit in hits for concept in hit.concepts}
        if rest or not named - {"filler", "greeting"}:
            return None
        if "no" in named:
            return "no"
        return "yes" if "yes" in named or "filler" not in named else None

    def _only_values(self, units: Units, values: Sequence[Value]) -> bool:
        """Whether nothing was said but values and words that go with them (我的电话是 …)."""
        covered = {i for value in values for i in covered_units(value, units)}
        rest = ["" if i in covered or unit in _PUNCTUATION else unit for i, unit in enumerate(units.units)]
        if units.lang == "en":
            return all(not unit or stem(unit) in self._labels["en"] for unit in rest)
        stretches = "".join(unit or "\n" for unit in rest).split("\n")
        return all(is_made_of(stretch, self._labels["zh"]) for stretch in stretches)

    def _decide(
        self, units: Units, values: Sequence[Value], hits: Sequence[Hit], found: Sequence[Evidence]
    ) -> Understanding:
        score = _explained(units, hits)
        leaders = _leaders(found, both=_announced(found, hits))
        command = next((piece for piece in leaders if piece.goal.kind is GoalKind.COMMAND), None)
        matters = [piece for piece in leaders if piece.goal.kind in (GoalKind.MATTER, GoalKind.EITHER)]
        if command:
            return self._command(command, [p for p in found if p.goal.kind is GoalKind.MATTER], values, units, score)
        if not matters:
            elsewhere = leaders[0].goal.ids[0] if leaders else None
            return Understanding(Certainty.UNKNOWN, elsewhere=elsewhere, score=score)
        firm = [piece for piece in matters if _is_firm(piece)]
        if len(firm) < 2:
            matters = self._wishes(units, hits, whole=bool(firm)) or [*matters, *self._bare_beside(matters, hits)]
        return self._matter(matters, values, asked_aspect(hits, units, matters[0].units), score)

    def _wishes(self, units: Units, hits: Sequence[Hit], whole: bool) -> list[Evidence]:
        """What the parts of a request ask for, best of each part first; empty unless they ask for different things.

        A bare noun beside a full wish is a second wish only after a word like "besides" or "or"; two bare nouns are
        two wishes unless the `whole` makes a full one.
        """
        wishes: list[Evidence] = []
        for part in parts(units, hits, self._kinds):
            leaders = _leaders(self._evidence([*part.hits, *part.lent], units))
            matters = [piece for piece in leaders if piece.goal.kind in (GoalKind.MATTER, GoalKind.EITHER)]
            named = {matter_id for wish in wishes for matter_id in wish.goal.ids}
            if matters and not named & set(matters[0].goal.ids):
                wishes.append(matters[0])
        full = sum(_is_firm(wish) for wish in wishes)
        are_meant = full > 1 or (full == 1 and adds(hits)) or (not full and not whole)
        return wishes if len(wishes) > 1 and are_meant else []

    def _bare_beside(self, matters: Sequence[Evidence], hits: Sequence[Hit]) -> list[Evidence]:
        """A bare topic that is a wish of its own, where a word says so: 居住证社保卡都没办, 养老转过来，医保也要交."""
        first, topics = matters[0], [hit for hit in hits if is_topic(hit, self._kinds)]
        if len(matters) > 1 or not (in_row(topics, hits) or adds(hits)):
            return []
        units = {unit for topic in topics for unit in range(topic.start, topic.end)} & first.units
        least = _SIDE_REMARK * first.weight
        return [
            piece
            for piece in undominated(gather(self._goals, hits, self._kinds))
            if piece.goal.kind is GoalKind.EITHER
            and piece.names
            and piece.weight >= least
            and not piece.units & units
            and not set(piece.goal.ids) & set(first.goal.ids)
        ]

    def _command(
        self, piece: Evidence, matters: Sequence[Evidence], values: Sequence[Value], units: Units, score: float
    ) -> Understanding:
        command = piece.goal.ids[0]
        slots = slots_of(value for value in values if value.key in _SLOTS_OF_COMMANDS)
        if command == "evaluate" and (rating := find_rating(units.text, units.lang)):
            slots = {"rating": rating.value}
        named = [m.goal.ids[0] for m in matters if m.goal.kind is GoalKind.MATTER]
        if named and command in (*_ERRANDS, "where_window"):
            slots["matter"] = named[0]
        return Understanding(Certainty.SURE, command=command, slots=slots, score=score)

    def _matter(
        self, found: Sequence[Evidence], values: Sequence[Value], aspect: Aspect | None, score: float
    ) -> Understanding:
        slots = slots_of(value for value in values if value.key in _SLOTS_OF_MATTERS)
        ids = _in_turn([piece.goal.ids for piece in found])[:MAX_CANDIDATES]
        if not ids:
            return Understanding(Certainty.UNKNOWN, slots=slots, score=score)
        if found[0].goal.kind is GoalKind.EITHER and score < _LEAST_EXPLAINED:
            return Understanding(Certainty.UNKNOWN, slots=slots, score=score)
        if len(ids) == 1 and found[0].yields and score < _LEAST_EXPLAINED:
            return Understanding(Certainty.ASK, aspect=aspect, candidates=tuple(ids), slots=slots, score=score)
        if len(ids) == 1:
            return Understanding(Certainty.SURE, matter_id=ids[0], aspect=aspect, slots=slots, score=score)
        return Understanding(Certainty.AMBIGUOUS, aspect=aspect, candidates=tuple(ids), slots=slots, score=score)

    def _finish(self, meant: Understanding) -> Understanding:
        return self._reader.read_back(meant)


#: Commands that are meant even if a matter is named with more words: "take a number, I want a passport".
_ERRANDS = frozenset(("take_ticket", "book", "cancel_booking", "check_in"))
#: A goal with less than this share of the weight of the heaviest is a side remark, not a second wish. Our judgement.
_SIDE_REMARK = 0.3
#: The same where two wishes are announced: 两样都要办.
_SECOND_WISH = 0.1
#: A sentence of which less than this share is understood: a mere topic in it is talk about something else, and weak
#: evidence is asked back. Our judgement.
_LEAST_EXPLAINED = 0.55
_SLOTS_OF_COMMANDS = ("date", "day_part", "time", "window", "zone", "ticket", "count")
_SLOTS_OF_MATTERS = ("age", "date", "day_part", "time")


def _leaders(found: Sequence[Evidence], both: bool = False) -> list[Evidence]:
    """The goals that are meant: one kind only, side remarks left out. An errand comes before anything else."""
    errands = [piece for piece in found if piece.goal.kind is GoalKind.COMMAND and piece.goal.ids[0] in _ERRANDS]
    elsewhere = [piece for piece in found if piece.goal.kind is GoalKind.ELSEWHERE]
    if errands and not (elsewhere and elsewhere[0].weight > errands[0].weight):
        return errands[:1]
    if not found:
        return []
    least = (_SECOND_WISH if both else _SIDE_REMARK) * found[0].weight
    heavy = [piece for piece in found if piece.weight >= least]
    if found[0].goal.kind in (GoalKind.ELSEWHERE, GoalKind.COMMAND):
        return list(found[:1])
    return [piece for piece in heavy if piece.goal.kind in (GoalKind.MATTER, GoalKind.EITHER)]


def _in_turn(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first of each row, then the second …: of two bare topics each is on a card."""
    return list(dict.fromkeys(one for column in zip_longest(*rows) for one in column if one))


def _announced(found: Sequence[Evidence], hits: Sequence[Hit]) -> bool:
    """Whether two wishes are announced (两样都要办) by a word that is no part of the first."""
    first = found[0].units if found else frozenset()
    return any("both" in hit.concepts and hit.start not in first for hit in hits)


def _is_firm(piece: Evidence) -> bool:
    """Whether a full wish was said, not a bare noun."""
    return piece.goal.kind is GoalKind.MATTER and not piece.yields


def _explained(units: Units, hits: Sequence[Hit]) -> float:
    meant = [i for i, unit in enumerate(units.units) if unit not in _PUNCTUATION]
    covered = {unit for hit in hits for unit in range(hit.start, hit.end)}
    return sum(i in covered for i in meant) / len(meant) if meant else 0.0
