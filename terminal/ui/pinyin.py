"""Characters and words for typed pinyin, made from our own content and pypinyin: most useful first.

Whole words of the matters come first (身份证 for ``shenfenzheng`` or ``sfz``), then single characters: everyday ones
and those that our content uses first, then the rest of the GB 2312 first level; those that are hardly ever read so (援
as huan) come last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from content.matters import load
from recognition.mandarin import pypinyin

#: Characters of everyday Chinese, the most frequent first (general knowledge; the order is a judgement).
_EVERYDAY = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作"
    "当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定"
    "女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比"
    "住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它"
    "许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办"
    "运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改"
    "议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏您换"
)
#: Longest words of the dictionary, in characters.
_LONGEST = 8


def candidates(letters: str) -> tuple[str, ...]:
    """Words and characters for ``letters`` (a-z, no tones), best first; the letters themselves come last."""
    typed = letters.lower().replace("'", "")
    words, characters = _dictionary()
    found: dict[str, None] = dict.fromkeys(words.get(typed, ()))
    found |= dict.fromkeys(characters.get(typed, ()))
    if len(typed) >= 2:
        longer = sorted((key for key in words if key.startswith(typed) and key != typed), key=len)
        found |= dict.fromkeys(word for key in longer[:8] for word in words[key])
    longer = sorted((key for key in characters if key.startswith(typed) and key != typed), key=len)
    found |= dict.fromkeys(sign for key in longer[:4] for sign in characters[key][:2])
    return (*found, letters)


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    light = pypinyin()
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word, _ in Counter(_words()).most_common():
        syllables = light.lazy_pinyin(word)
        for key in ("".join(syllables), "".join(s[0] for s in syllables)):
            if word not in words[key]:
                words[key].append(word)
    runs = [run for text in _texts() for run in _runs(text)]
    heard = Counter(pair for run in runs for pair in zip(run, light.lazy_pinyin(run), strict=True))
    everyday = {sign: place for place, sign in enumerate(_EVERYDAY, start=1)}
    characters: defaultdict[str, list[tuple[bool, float, int, str]]] = defaultdict(list)
    for place, sign in enumerate(_common()):
        for number, reading in enumerate(light.pinyin(sign, style=light.Style.NORMAL, heteronym=True)[0]):
            seen = heard[sign, reading]
            usual = everyday.get(sign, len(_EVERYDAY) * 2) / (1 + 3 * seen)
            characters[reading.replace("ü", "v")].append((number > 0 and not seen, usual, place, sign))
    return dict(words), {reading: [sign for *_, sign in sorted(ranks)] for reading, ranks in characters.items()}


def _texts() -> Iterable[str]:
    for matter in load():
        yield matter.name.zh
        yield from matter.also_called
        yield from (paper.name.zh for paper in matter.materials)


def _words() -> Iterable[str]:
    for text in _texts():
        for part in _runs(text):
            if 2 <= len(part) <= _LONGEST:
                yield part
            for length in (2, 3, 4):
                yield from (part[:length], part[-length:]) if len(part) > length else ()


def _runs(text: str) -> Iterable[str]:
    run = ""
    for sign in text + " ":
        if "\u4e00" <= sign <= "\u9fff":
            run += sign
        elif run:
            yield run
            run = ""


def _common() -> str:
    """The 3,755 characters of the first level of GB 2312 (ordered by pinyin)."""
    rows = range(0xB0, 0xD8)
    codes = (bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)
