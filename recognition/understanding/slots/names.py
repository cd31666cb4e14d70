"""Names: said (我叫王小明), by parts of a character (弓长张), by a word (明天的明), in letters (W A N G)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognition.understanding.slots.characters import described
from recognition.understanding.slots.value import Value
from recognition.understanding.sound import syllable

_SAID = re.compile(
    r"(?:^叫|姓.叫|我叫|名叫|叫做|我的名字是|我名字是|我的名字叫|名字叫|名字是|姓名是|姓名|我是叫|本人|(?:我的?)?大名(?:叫|是)?|(?:我的?)?名字[:：])[:：,]?"
    r"([\u4e00-\u9fff·\U00020000-\U0002ffff]{2,6}?)(?=$|[,。!]|啊|呀|呢|的|吧|身份|电话|今年|想|要|来)"
)
#: Surnames of two characters, the commonest.
_TWO_CHARACTERS = "欧阳|司马|上官|诸葛|司徒|慕容|皇甫|尉迟|公孙|令狐|东方|夏侯|端木|南宫|东郭|百里|呼延|澹台|宇文|长孙"
#: Surname and given name told apart: 姓王名大明, 复姓欧阳单名一个俊字, 单名一个伟字姓李.
_APART = re.compile(
    rf"(?:[复双]?姓)(?P<s>{_TWO_CHARACTERS}|[\u4e00-\u9fff])[,，]?(?:名字?(?:是|叫)?|(?:取|起)?单名(?:是)?(?:一?个)?|单字(?:一?个)?|叫)(?P<g>[\u4e00-\u9fff]{{1,2}}?)字?(?=$|[,。!#]|啊|呀|呢|吧)|"
    rf"单名(?:是)?(?:一?个)?(?P<g1>[\u4e00-\u9fff])字?[,，]?(?:我)?姓(?P<s1>{_TWO_CHARACTERS}|[\u4e00-\u9fff])(?=$|[,。!#])"
)
#: The commonest surnames; a bare name in signs begins with one.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付"
    "方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳"
    "甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑"
)
_SIGNED = re.compile(rf"(?:我的?)?名字([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})")
_SURNAME = re.compile(rf"(?:免贵|敝)?[复双]?姓({_TWO_CHARACTERS}|[\u4e00-\u9fff])(?=$|[,。!]|啊|呀|呢|的|吧|名|叫)")
_STATED_SURNAME = re.compile(
    rf"(?:免贵|敝|小|[我俺他她])?(?:[复双]?姓|姓的是)({_TWO_CHARACTERS}|[\u4e00-\u9fff])(?=$|[#,，。!名叫是就单]|我叫)"
)
#: A name said whole: after 叫 or 是, at the beginning, or behind a description; up to a description or the end.
_WHOLE = re.compile(
    r"(?:(?:[我俺他她]?(?:名字|姓名)?(?:叫做?|是|姓))|^|#|[,，])[,，]?((?:(?![姓叫是名字就])[\u4e00-\u9fff·\U00020000-\U0002ffff]){2,4}?)[是,，]?(?=#|$|[。!]|啊|呀|吧|呢)"
)
_LETTERS = re.compile(r"(?:姓|叫|名字|姓名)([a-z]{2,20})")
_BARE = re.compile(r"(?:就|那)?(?:我叫|我是|叫|是)?([\u4e00-\u9fff·\U00020000-\U0002ffff]{2,4}?)[吧啊呀的哦,。]*")
_NOT_A_NAME = re.compile(r"什么|啥|谁|怎|个|人|号")


def find_name_apart(text: str) -> Iterator[Value]:
    """A name whose surname and given name are told apart: 复姓欧阳，单名一个俊字."""
    match = _APART.search(text)
    if not match or _NOT_A_NAME.search(match["g"] or match["g1"]):
        return
    surname, given = match["s"] or match["s1"], match["g"] or match["g1"]
    if given != surname:
        said = given if len(given) > len(surname) and given.startswith(surname) else surname + given
        yield Value("name", said, match.start(), match.end())


def find_names(text: str) -> Iterator[Value]:
    """Names in Chinese text, as `name` (characters) or `name_pinyin` (letters)."""
    if match := _SIGNED.fullmatch(text):
        yield Value("name", match[1], 0, len(text))
        return
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
    if told and (itself := re.search(f"{told[0]}[是,，]?$", text[:start])):  # 王是三横王, 陈耳东陈
        start = itself.start()
    apart = _APART.search(left)
    name = None if apart else _said_whole(left, told)
    if name:
        said, start, end = _as_told(name[1], told), min(start, name.start()), max(end, name.end(1))
    elif apart:
        said, start, end = (
            (apart["s"] or apart["s1"]) + (apart["g"] or apart["g1"]),
            min(start, apart.start()),
            max(end, apart.end()),
        )
    else:
        said = told
    if surname:
        start, end = min(start, surname.start()), max(end, surname.end())
        said = said if said.startswith(surname[1]) else surname[1] + said
        said = _as_told(said, told)
    return None if not said or _NOT_A_NAME.search(said) else Value("name", said, start, end)


def _said_whole(left: str, told: str) -> re.Match[str] | None:
    """The name said whole beside the descriptions (made `#`), holding a character that they tell, or its sound."""
    sounds = {syllable(character) for character in told}
    for match in _WHOLE.finditer(left):
        if _NOT_A_NAME.search(match[1]):
            continue
        if (not told and match[1][0] in _SURNAMES) or sounds & {syllable(character) for character in match[1]}:
            return match
    return None


def _as_told(said: str, told: str) -> str:
    """The name with the characters that were told where only their sound was heard: 张建国，立早章 is 章建国."""
    for character in told:
        if character not in said:
            alike = [
                place for place, one in enumerate(said) if syllable(one) == syllable(character) and one not in told
            ]
            said = said[: alike[0]] + character + said[alike[0] + 1 :] if alike else said
    return said


def bare_name(text: str) -> str | None:
    """The name in an answer to "what is your name": two to four characters and particles (就叫王小明吧)."""
    match = _BARE.fullmatch(text)
    return match[1] if match and not _NOT_A_NAME.search(match[1]) else None


def find_english_names(text: str, original: str) -> Iterator[Value]:
    """ "My name is …" in English text; `original` keeps the capitals, which tell I am Li Wei from I am deaf.

    A name spelled behind itself (Wang, W-A-N-G) is said once; one that is only spelled is put together.
    """
    words = [match[0] for match in _WORDS.finditer(original)]
    said, start = "", 0
    match = _NAMED.search(text) or _MAYBE_NAMED.search(text)
    if match and (match.re is _NAMED or _capitals(words, text, match.start(1), match[1])):
        said, start = match[1], match.start()
    elif match := _SPELLED.fullmatch(text):
        said = match[1]
    if said:
        at = text.rindex(said)
        kept = _with_capitals(words, text, at, said)
        yield Value("name", _once(kept), start, at + len(said))


_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_NAMED = re.compile(
    r"\b(?:my (?:full |sur|last |family )?name is|i am called|i'm called|name's|^(?:my )?(?:sur|full )?name|^i go by) "
    rf"({_WORD}(?: {_WORD}){{0,6}})$"
)
_MAYBE_NAMED = re.compile(
    rf"^(?:hello |hi )?(?:i'm|i am|this is|it's|you can call me|call me) ({_WORD}(?: {_WORD}){{0,3}})$"
)
_SPELLED = re.compile(rf"({_WORD} [a-z](?:[ -][a-z])+)")


def _capitals(words: list[str], text: str, at: int, said: str) -> bool:
    """Whether all words of a name, two at least, were written with a capital."""
    kept = _with_capitals(words, text, at, said).split()
    return len(kept) > 1 and all(word[0].isupper() for word in kept)


def _with_capitals(words: list[str], text: str, at: int, said: str) -> str:
    first = len(text[:at].split())
    kept = words[first : first + len(said.split())]
    return " ".join(kept) if [word.lower() for word in kept] == said.split() else said


def _once(name: str) -> str:
    """Li L I -> Li, W A N G -> Wang."""
    letters = re.search(r"(?:^| )((?:[A-Za-z][ -])+[A-Za-z])$", name)
    if not letters:
        return name
    spelled = re.sub("[ -]", "", letters[1]).capitalize()
    before = name[: letters.start()].strip()
    return before if before and spelled.lower() in before.lower().split() else f"{before} {spelled}".strip()
