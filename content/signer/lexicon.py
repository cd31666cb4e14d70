"""The sign lexicon: content/lexicon read, checked and linked.

`load_lexicon()` takes well under 0.3 s and keeps the result. Faults raise `LexiconError` with file, line, field and
what mends it. A gloss names one form; `concept` is the word above several forms of it (10 as crossed fingers and as a
fist). Aliases are words that share the sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.signer.blocks import Block, Line, read_blocks
from content.signer.errors import LexiconError, did_you_mean
from content.signer.handshapes import Handshapes, load_handshapes
from content.signer.notation import EXPRESSIONS, Part, PartError, read_part

LEXICON = Path(__file__).resolve().parent.parent / "lexicon"

_REQUIRED = ("en", "pinyin", "parts", "source", "confidence", "status")
_OPTIONAL = ("zh", "variant_of", "aliases", "face", "agreement", "compound_of", "relations", "note", "reviewed")
_CHOICES = {
    "confidence": ("source", "general", "judgement"),
    "status": ("unverified", "verified", "wrong_here"),
    "face": EXPRESSIONS,
    "agreement": ("true", "false"),
}
_RELATIONS = ("same_sign", "minimal_pair", "same_form_in_this_list")
# A gesture is not a sign of the language but steers the screens; it is made like one.
_GESTURES = {"yes": "好", "no": "不"} | {str(n): str(n) for n in range(1, 6)}


@dataclass(frozen=True, slots=True)
class Relation:
    """Another word with the same form (homonym) or with one parameter different (minimal pair)."""

    kind: str
    other: str
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One form of one word. `source` keys are explained in content/lexicon/README.md."""

    gloss: str
    zh: str
    en: str
    pinyin: str
    category: str
    parts: tuple[Part, ...]
    expression: str
    aliases: tuple[str, ...]
    relations: tuple[Relation, ...]
    compound_of: tuple[str, ...]
    variant_of: str | None
    agreement: bool
    note: str
    source: str
    confidence: str
    status: str

    @property
    def hands(self) -> int:
        """1 where the other hand stays out of it in every part."""
        return 1 if all(part.left is None for part in self.parts) else 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A fixed sentence of the terminal in sign order; its words stand in content/words. `{name}` is filled in."""

    key: str
    glosses: tuple[str, ...]
    expression: str

    def filled(self, values: Mapping[str, str | Sequence[str]] | None = None) -> tuple[str, ...]:
        """Glosses with every `{name}` replaced: a text is spelled digit by digit ("A012": A 0 1 2), a sequence is taken
        as glosses. Names without a value are left out."""
        out: list[str] = []
        for gloss in self.glosses:
            if not gloss.startswith("{"):
                out.append(gloss)
                continue
            value = (values or {}).get(gloss[1:-1], ())
            out.extend(c for c in value if c.isalnum()) if isinstance(value, str) else out.extend(value)
        return tuple(out)


class Lexicon:
    """Signs by gloss, words by alias, the terminal's sentences and visitors' requests by key."""

    def __init__(self, signs: Mapping[str, Sign], sentences: Mapping[str, Sentence], handshapes: Handshapes) -> None:
        self.signs = dict(signs)
        self.sentences = dict(sentences)
        self.requests: dict[str, Sentence] = {}
        self.handshapes = handshapes
        self.gestures: Mapping[str, str] = dict(_GESTURES)
        self._words = {alias: sign.gloss for sign in signs.values() for alias in sign.aliases} | {g: g for g in signs}

    @property
    def glosses(self) -> tuple[str, ...]:
        """Every gloss, in the order of the files."""
        return tuple(self.signs)

    def resolve(self, word: str) -> str:
        """The gloss for a gloss or an alias; raises `LexiconError` for a word without a sign."""
        if word not in self._words:
            raise LexiconError("gloss-unknown", message=f"There is no sign for {word!r}", context="sign lexicon",
                               hint=did_you_mean(word, self._words))  # fmt: skip
        return self._words[word]

    def sign(self, word: str) -> Sign:
        """The sign for a gloss or an alias; raises `LexiconError` for a word without a sign."""
        return self.signs[self.resolve(word)]

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def concept(self, word: str) -> str:
        """The word above all forms: "10" for "10-fist"."""
        sign = self.sign(word)
        return sign.variant_of or sign.gloss

    def variants(self, word: str) -> tuple[str, ...]:
        """All glosses of the same concept, the usual form first."""
        concept = self.concept(word)
        return (concept, *(s.gloss for s in self.signs.values() if s.variant_of == concept))


@lru_cache(maxsize=4)
def load_lexicon(folder: Path = LEXICON) -> Lexicon:
    """Read and check the whole lexicon; the same object for the same folder."""
    handshapes = load_handshapes(folder / "handshapes.yaml")
    signs: dict[str, Sign] = {}
    for path in sorted((folder / "signs").glob("*.yaml")):
        for block in read_blocks(path):
            sign = _sign(path, block, handshapes.names)
            if sign.gloss in signs:
                hint = "Give one of them another gloss."
                raise _fault(path, block.number, "gloss", f"{sign.gloss} stands twice", hint)
            signs[sign.gloss] = sign
    lexicon = Lexicon(signs, {}, handshapes)
    lexicon.sentences.update(_sentences(folder / "sentences.yaml", lexicon))
    lexicon.requests.update(_sentences(folder / "requests.yaml", lexicon))
    return lexicon


def _sign(path: Path, block: Block, shapes: tuple[str, ...]) -> Sign:
    _check_fields(path, block, _REQUIRED, _OPTIONAL)
    parts = tuple(_part(path, line, shapes) for line in _lines(path, block, "parts"))
    if not parts:
        raise _fault(path, block.number, "parts", f"{block.name} has no part", "Add a line under `parts:`.")
    return Sign(
        gloss=block.name,
        zh=_text(path, block, "zh", block.name),
        en=_text(path, block, "en"),
        pinyin=_text(path, block, "pinyin"),
        category=path.stem,
        parts=parts,
        expression=_text(path, block, "face", "neutral"),
        aliases=_texts(path, block, "aliases"),
        relations=tuple(_relation(path, line) for line in _lines(path, block, "relations")),
        compound_of=_texts(path, block, "compound_of"),
        variant_of=_text(path, block, "variant_of", "") or None,
        agreement=_text(path, block, "agreement", "false") == "true",
        note=_text(path, block, "note", ""),
        source=_text(path, block, "source"),
        confidence=_text(path, block, "confidence"),
        status=_text(path, block, "status"),
    )


def _part(path: Path, line: Line, shapes: tuple[str, ...]) -> Part:
    try:
        return read_part(line.text, shapes)
    except PartError as fault:
        raise _fault(path, line.number, fault.field, fault.message, fault.hint) from fault


def _relation(path: Path, line: Line) -> Relation:
    head, _, differs = line.text.partition(" — ")
    kind, _, other = head.partition(" ")
    if kind not in _RELATIONS:
        raise _fault(path, line.number, "relations", f"unknown relation {kind!r}", did_you_mean(kind, _RELATIONS))
    return Relation(kind, other, differs)


def _sentences(path: Path, lexicon: Lexicon) -> dict[str, Sentence]:
    sentences = {}
    for block in read_blocks(path) if path.exists() else ():
        _check_fields(path, block, ("signs",), ("face", "zh"))
        glosses = _texts(path, block, "signs")
        for gloss in glosses:
            if not gloss.startswith("{") and gloss not in lexicon:
                hint = did_you_mean(gloss, lexicon.glosses)
                raise _fault(path, block.number, "signs", f"there is no sign for {gloss!r}", hint)
        sentences[block.name] = Sentence(block.name, glosses, _text(path, block, "face", "neutral"))
    return sentences


def _check_fields(path: Path, block: Block, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    for name in block.fields:
        if name not in required + optional:
            hint = did_you_mean(name, required + optional)
            raise _fault(path, _number(block, name), name, f"unknown field in {block.name}", hint)
        if name in _CHOICES and (value := _text(path, block, name)) not in _CHOICES[name]:
            hint = did_you_mean(value, _CHOICES[name])
            raise _fault(path, _number(block, name), name, f"{value!r} is not allowed", hint)
    for name in required:
        if name not in block.fields:
            raise _fault(path, block.number, name, f"{block.name} lacks `{name}`", f"Add a line `  {name}: ...`.")


def _number(block: Block, name: str) -> int:
    value = block.fields[name]
    return value.number if isinstance(value, Line) else value[0].number if value else block.number


def _text(path: Path, block: Block, name: str, default: str | None = None) -> str:
    value = block.fields.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, Line):
        raise _fault(path, block.number, name, "must be one text", f"Write `  {name}: text`.")
    return value.text


def _lines(path: Path, block: Block, name: str) -> list[Line]:
    value = block.fields.get(name, [])
    if isinstance(value, Line):
        raise _fault(path, value.number, name, "must be a list", "Write one line `    - ...` for each.")
    return value


def _texts(path: Path, block: Block, name: str) -> tuple[str, ...]:
    return tuple(line.text for line in _lines(path, block, name))


def _fault(path: Path, number: int, field: str, message: str, hint: str) -> LexiconError:
    return LexiconError("lexicon-wrong", message=message, context=f"{path.name}, line {number}, {field}", hint=hint)
