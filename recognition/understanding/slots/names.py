"""Names: said (我叫王小明), by parts of a character (弓长张), by a word (明天的明), in letters (W A N G)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognition.understanding.slots.value import Value

#: How people describe the commonest surnames by their parts. General knowledge.
_PARTS = [
    "弓长张",
    "木子李",
    "立早章",
    "双木林",
    "耳东陈",
    "古月胡",
    "口天吴",
    "三横王",
    "言午许",
    "走肖赵",
    "禾呈程",
    "木土杜",
    "人可何",
    "草头黄",
    "双口吕",
    "文刀刘",
    "木易杨",
    "立里童",
    "干勾于",
    "人未余",
    "三人徐",
    "双人徐",
    "马冯冯",
    "两点冯",
    "十八子李",
    "三点江",
    "水工江",
    "三点水江",
    "三点汪",
    "草头蒋",
    "田力男",
    "女古姑",
    "关耳郑",
    "包耳郑",
    "奠耳郑",
    "包耳陈",
    "立日音",
    "言射谢",
    "言身寸谢",
    "竹均筠",
    "木风枫",
    "日月明",
    "竹付符",
    "卜人付",
    "人寸付",
    "走召赵",
    "水皮波",
    "四维罗",
    "罗汉罗",
    "宝盖宋",
    "草头苏",
    "草头范",
    "草头薛",
    "草头董",
    "草头葛",
    "尹口君",
    "西早覃",
    "西土垔",
    "米番潘",
    "三点潘",
    "单立人何",
    "人尔你",
    "韦人伟",
    "示申神",
    "土申坤",
    "金帛锦",
    "广木床",
    "广龙庞",
    "山支岐",
    "鬼委魏",
    "委鬼魏",
    "上官",
    "欧阳",
    "双人彭",
    "士口吉",
    "羊女姜",
    "美女姜",
    "生姜姜",
    "田各略",
    "女马妈",
    "卢户卢",
    "虎头卢",
    "牛一生",
    "牛文牧",
    "山石岩",
    "石皮破",
    "白水泉",
    "人王全",
    "今贝贪",
    "分贝贫",
    "古文故",
    "日京景",
    "日生星",
    "日光晃",
    "火丁灯",
    "火华烨",
]
_DESCRIBED = re.compile("|".join(sorted((p for p in _PARTS if len(p) > 2), key=len, reverse=True)))
_WORD_OF = re.compile(r"([\u4e00-\u9fff]{2,4})的([\u4e00-\u9fff])(?=$|[,。、 ]|[\u4e00-\u9fff]{2,4}的|呗|吧|啊|呀)")
_SAID = re.compile(
    r"(?:^叫|姓.叫|我叫|名叫|叫做|我的名字是|我名字是|我的名字叫|名字叫|名字是|姓名是|姓名|我是叫|本人)[:：,]?"
    r"([\u4e00-\u9fff·\U00020000-\U0002ffff]{2,6}?)(?=$|[,。!]|啊|呀|呢|的|吧|身份|电话|今年|想|要|来)"
)
#: Surnames of two characters, the commonest.
_TWO_CHARACTERS = "欧阳|司马|上官|诸葛|司徒|慕容|皇甫|尉迟|公孙|令狐|东方|夏侯|端木|南宫|东郭|百里|呼延|澹台|宇文|长孙"
_SURNAME = re.compile(rf"(?:姓)({_TWO_CHARACTERS}|[\u4e00-\u9fff])(?=$|[,。!]|啊|呀|呢|的|吧|名|叫)")
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
    described = [*_characters(text)]
    if described:
        start, end = min(d[1] for d in described), max(d[2] for d in described)
        if len(described) == 1 and (whole := _with_surname(text, described[0][0], start, end)):
            yield whole
            return
        before = re.search(r"(?:免贵姓|我姓|姓|叫)[\u4e00-\u9fff]?,?$|^[\u4e00-\u9fff]是?$", text[:start])
        yield Value("name", "".join(d[0] for d in described), before.start() if before else start, end)
    elif (match := _SURNAME.search(text)) and not _NOT_A_NAME.search(match[1]):
        yield Value("name", match[1], match.start(), match.end())


def _with_surname(text: str, surname: str, start: int, end: int) -> Value | None:
    """The whole name said before or after the description of its surname: 口天吴，吴建国; 李小红，木子李."""
    name = rf"({surname}(?!是)[\u4e00-\u9fff]{{1,2}})"
    before = re.search(rf"(?:免贵姓|我姓|姓)[\u4e00-\u9fff]?,?$|(?:^|我?叫|我是){name},?$", text[:start])
    after = re.match(rf"[,，]?(?:我?叫|名叫)?{name}(?=$|[,。!]|啊|呀|吧)", text[end:])
    whole = (after and after[1]) or (before and before[1])
    if not whole or _NOT_A_NAME.search(whole):
        return None
    return Value("name", whole, before.start() if before else start, end + (after.end() if after else 0))


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


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = [(m[0][-1], m.start(), m.end()) for m in _DESCRIBED.finditer(text)]
    for match in _WORD_OF.finditer(text):
        word, character = match[1], match[2]
        if character in word:
            # 姓王国王的王: only the word right before 的 belongs to the description.
            start = match.start() + max(0, len(word) - 2) if character in word[-2:] else match.start()
            found.append((character, start, match.end()))
    yield from sorted(found, key=lambda item: item[1])
