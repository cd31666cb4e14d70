"""Names: said (我叫王小明), by parts of a character (弓长张), by a word (明天的明), in letters (W A N G)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognition.understanding.slots.characters import described
from recognition.understanding.slots.value import Value

_SAID = re.compile(
    r"(?:^叫|姓.叫|我叫|名叫|叫做|我的名字是|我名字是|我的名字叫|名字叫|名字是|姓名是|姓名|我是叫|本人)[:：,]?"
    r"([\u4e00-\u9fff·\U00020000-\U0002ffff]{2,6}?)(?=$|[,。!]|啊|呀|呢|的|吧|身份|电话|今年|想|要|来)"
)
#: Surnames of two characters, the commonest.
_TWO_CHARACTERS = "欧阳|司马|上官|诸葛|司徒|慕容|皇甫|尉迟|公孙|令狐|东方|夏侯|端木|南宫|东郭|百里|呼延|澹台|宇文|长孙"
_SURNAME = re.compile(rf"(?:姓)({_TWO_CHARACTERS}|[\u4e00-\u9fff])(?=$|[,。!]|啊|呀|呢|的|吧|名|叫)")
_STATED_SURNAME = re.compile(
    rf"(?:免贵|[我俺他她])?(?:姓|姓的是)({_TWO_CHARACTERS}|[\u4e00-\u9fff])(?=$|[#,，。!名叫是])"
)
#: A name said whole: after 叫 or 是, at the beginning, or behind a description; up to a description or the end.
_WHOLE = re.compile(
    r"(?:(?:[我俺他她]?(?:名字|姓名)?(?:叫做?|是|姓))|^|#|[,，])[,，]?((?:(?![姓叫是名字])[\u4e00-\u9fff·\U00020000-\U0002ffff]){2,4}?)[是,，]?(?=#|$|[。!]|啊|呀|吧|呢)"
)
_LETTERS = re.compile(r"(?:姓|叫|名字|姓名)([a-z]{2,20})")
_BARE = re.compile(r"(?:就|那)?(?:我叫|我是|叫|是)?([\u4e00-\u9fff·\U00020000-\U0002ffff]{2,4}?)[吧啊呀的哦,。]*")
_NOT_A_NAME = re.compile(r"什么|啥|谁|怎|个|人|号")


def find_names(text: str) -> Iterator[Value]:
    """Names in Chinese text, as `name` (characters) or `name_pinyin` (letters)."""
    if match := _SAID.search(text):
        if not _NOT_A_NAME.search(match[1]):
            yield Value("name", match[1], match.start(), match.end())
        return
    if match := _LETTERS.search(text):
        yield Value("name_pinyin", match[1], match.start(), match.end())
        return
    if (match := _SURNAME.search(text)) and not _NOT_A_NAME.search(match[1]):
        yield Value("name", match[1], match.start(), match.end())


def find_described_name(text: str) -> Value | None:
    """A name of which characters are described: 木子李，建设的建，国家的国; 我叫黄志明，草头黄，志气的志，明天的明.

    A name that is said whole counts as it was said; the descriptions only tell that it is one.
    """
    characters = described(text)
    if not characters:
        return None
    rest = list(text)
    for one in characters:
        rest[one.start : one.end] = "#" * (one.end - one.start)
    left = "".join(rest)
    surname = _STATED_SURNAME.search(left)
    told = "".join(one.character for one in characters)
    start, end = characters[0].start, characters[-1].end
    if itself := re.search(f"{told[0]}[是,，]?$", text[:start]):  # 王是三横王, 陈耳东陈
        start = itself.start()
    name = _said_whole(left, told)
    if name:
        said, start, end = name[1], min(start, name.start()), max(end, name.end(1))
    else:
        said = told
    if surname:
        start, end = min(start, surname.start()), max(end, surname.end())
        said = said if said.startswith(surname[1]) else surname[1] + said
    return None if _NOT_A_NAME.search(said) else Value("name", said, start, end)


def _said_whole(left: str, told: str) -> re.Match[str] | None:
    """The name said whole beside the descriptions (made `#`), holding a character that they tell."""
    for match in _WHOLE.finditer(left):
        if set(match[1]) & set(told) and not _NOT_A_NAME.search(match[1]):
            return match
    return None


def bare_name(text: str) -> str | None:
    """The name in an answer to "what is your name": two to four characters and particles (就叫王小明吧)."""
    match = _BARE.fullmatch(text)
    return match[1] if match and not _NOT_A_NAME.search(match[1]) else None


def find_english_names(text: str, original: str) -> Iterator[Value]:
    """ "My name is …" in English text; `original` keeps the capitals."""
    if match := re.search(r"\b(?:my name is|i am called|name's) ([a-z]+(?: [a-z]+){0,2})$", text):
        start = original.lower().find(match[1])
        yield Value(
            "name", original[start : start + len(match[1])] if start >= 0 else match[1], match.start(), match.end()
        )
