"""Small values of a hall: window, zone, ticket, age, count, amount, rating, and plain numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from recognition.understanding.slots.numerals import (
    ENGLISH_NUMERAL,
    NUMERAL,
    about,
    english_digits,
    english_number_of,
    number_of,
)
from recognition.understanding.slots.value import Value

_Make = Callable[[re.Match[str]], str | int | None]

_ZONE_LETTER = "[a-g]"
#: Characters before an age said without 岁: 我爸八十三了.
_PERSON = "爸妈爷奶公婆我他她母父人大老头娘爹伴岁数今年满整过都快孩子儿女闺太姥"
_TWO_DIGITS = r"(?:[二三四五六七八九]?十[一二三四五六七八九]?|[1-9]\d)"
#: What makes the number behind it an age, and what would make it something else.
_AGED = "今年|年龄|年纪|岁数|虚岁|周岁|实岁|年满|年过|刚过|刚满|已满|都快|快满|高寿"
_NO_AGE = "年月天个次元块号点楼路万千百分岁周多回趟米平零〇一二两三四五六七八九十0-9"
_EN_DIGIT = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
_TICKET_DIGITS = 3
#: Words before an English age.
_EN_WHOSE_AGE = (
    "turned|aged|age|i am|i'm|he is|she is|he's|she's|who is|(?:grand)?(?:mother|father|ma|pa|son|daughter) is|"
    "(?:child|kid|boy|girl|wife|husband) is"
)
#: Words behind an English number that is no age.
_EN_NO_AGE = "of|more|days?|weeks?|months?|people|persons?|yuan|minutes?|hours?|am|pm|percent|o'clock|kinds?|copies"


def _integer(group: int = 1) -> _Make:
    return lambda match: number_of(match[group])


def _rough(group: int = 1) -> _Make:
    return lambda match: about(match[group])


def _ticket(match: re.Match[str]) -> str | None:
    number = number_of(match[2])
    return f"{match[1].upper()}{number:03d}" if number is not None and number < 1000 else None


def _spelled_ticket(match: re.Match[str]) -> str | None:
    digits = english_digits(match[2])
    return match[1].upper() + digits if len(digits) == _TICKET_DIGITS else None


def _age(match: re.Match[str]) -> int | None:
    age = number_of(match[1])
    return age if age is not None and 0 < age < 120 else None


#: (key, pattern, how to read it), tried in this order; a stretch of text belongs to the first that reads it.
_CHINESE: tuple[tuple[str, re.Pattern[str], _Make], ...] = (
    ("window", re.compile(rf"({NUMERAL})号?(?:窗口|窗|柜台|台子)"), _integer()),
    ("window", re.compile(rf"(?:窗口|窗|柜台)(?:号码)?({NUMERAL})号?"), _integer()),
    ("ticket", re.compile(rf"(?:字母)?({_ZONE_LETTER})(?:区|-|杠|字头|打头|字|的)?({NUMERAL})号?"), _ticket),
    ("zone", re.compile(rf"({_ZONE_LETTER})(?:区|那边|那块|区域)"), lambda m: m[1].upper()),
    ("age", re.compile("([六七八九]十)有([一二三四五六七八九])"), lambda m: number_of(m[1] + m[2])),
    ("age", re.compile(rf"(?<![大小差长0-9一二三四五六七八九十百])({NUMERAL})(?:多)?(?:周岁|岁|高龄|挂零|出头)"), _age),
    ("age", re.compile(rf"(?:{_AGED})(?:是|有|都|也|已经|刚)?({NUMERAL})(?![{_NO_AGE}])"), _age),
    (
        "age",
        re.compile(
            rf"(?<=[爸妈爷奶姥公婆太我他她娘爹伴嬷头汉])(?:也|都|今年|已经)?({_TWO_DIGITS})"
            r"(?=[想能可要还的整有该够坐办,，走不没腿身来去领是]|$)"
        ),
        _age,
    ),
    ("age", re.compile(rf"(?:满|整)({NUMERAL})(?![年月天个次元块号])"), _age),
    (
        "age",
        re.compile(
            rf"(?<=[{_PERSON}子嬷汉])(?:也|都|已经|就|刚)?({_TWO_DIGITS})(?:了|啦|咯|嘞|喽|整)(?!年|月|天|个|次)"
        ),
        _age,
    ),
    ("age", re.compile(rf"(?<=老人)({_TWO_DIGITS})(?![{_NO_AGE}])"), _age),
    (
        "count",
        re.compile(
            rf"(?<![第前后])({NUMERAL})(?:多|来|几)?(?:个人|口人|口之家|口子|口|位(?!数)|名|个号|份|个(?!月|礼拜|星期|周|钟|小时|半月))"
        ),
        _rough(),
    ),
    (
        "count",
        re.compile(
            rf"^(?:我们|咱们|家里?|来|要|拿|给我|一共|总共|共|复印|打印|照|再来|一式|印)*({NUMERAL})(?:张|本|套|页|件|封|人)(?=$|[吧呢嘛啊就够左行也一,，。照]|原件|复印件)"
        ),
        _rough(),
    ),
    (
        "count",
        re.compile(
            rf"^(?:就|要|大概|大约|差不多|一共|总共|待|住|请)*({NUMERAL})(?:来|多)?天(?:左右|吧|的|就够|够了)*$"
        ),
        _rough(),
    ),
    ("count", re.compile("^(?:人|人数|人数是|几个人)([1-9][0-9]?|[一二两三四五六七八九十]+)$"), _integer()),
    ("count", re.compile("(?:我们|咱们|咱|就|一共|总共|带上我)([俩仨])(?:人)?"), lambda m: 2 if m[1] == "俩" else 3),
    ("count", re.compile("([俩仨])人"), lambda m: 2 if m[1] == "俩" else 3),
)
_RATINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            "非常不满|很不满|太不满|特别不满|极不满|太差|很差|极差|最差|差到|一颗星|一星|一分|特别差|非常差|太不像话|1星|1分|零分"
        ),
    ),
    (
        2,
        re.compile(
            "不满意|不太满意|不怎么满意|不大满意|不满|差评|不太好|不好|两颗星|二星|两星|两分|2星|2分|有点差|不咋地|差劲|态度差|不行"
        ),
    ),
    (
        3,
        re.compile(
            "基本满意|三颗星|一般|还行|还可以|凑合|马马虎虎|三星|三分|3星|3分|中评|中等|过得去|就那样|普普通通|还凑合|差不多"
        ),
    ),
    (
        5,
        re.compile(
            "非常满意|很满意|特别满意|十分满意|满分|五星|五分|五颗星|最高分|5星|5分|特别好|非常好|太好了|十分|好极了|最满意|相当满意|挺好|很好|真好|超级满意|最高|100分|一百分|点赞|没得说|表扬|优秀"
        ),
    ),
    (4, re.compile("满意|四颗星|四星|四分|4星|4分|不错|好评|蛮好|还不错|比较好")),
)
_ENGLISH_RATINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"very (?:dissatisfied|unhappy|bad|poor)|terrible|awful|worst|one star")),
    (2, re.compile(r"dissatisfied|not satisfied|unhappy|not happy|bad|poor|two stars")),
    (5, re.compile(r"very satisfied|very happy|excellent|five stars|very good|perfect|great|full marks|5 stars")),
    (3, re.compile(r"average|so so|okay|three stars|basically satisfied")),
    (4, re.compile(r"satisfied|happy|four stars|good")),
)
_ENGLISH: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str | int | None]], ...] = (
    (
        "window",
        re.compile(rf"\b(?:window|counter|desk)(?: number)? ({ENGLISH_NUMERAL})\b"),
        lambda m: english_number_of(m[1]),
    ),
    ("zone", re.compile(r"\b(?:zone|area|section) ([a-g])\b"), lambda m: m[1].upper()),
    ("zone", re.compile(r"\b([b-g]) (?:zone|area|section)\b"), lambda m: m[1].upper()),
    ("ticket", re.compile(r"\b([a-g]) ?(\d{3})\b"), _ticket),
    ("ticket", re.compile(rf"\b([a-g])((?: (?:(?:double |triple )?(?:{_EN_DIGIT})|\\d))+)\b"), _spelled_ticket),
    (
        "age",
        re.compile(rf"\b({ENGLISH_NUMERAL})(?: years old| year-old|-year-old| year old| years of age)"),
        lambda m: english_number_of(m[1]),
    ),
    (
        "age",
        re.compile(rf"\b(?:{_EN_WHOSE_AGE}) ({ENGLISH_NUMERAL})\b(?! (?:{_EN_NO_AGE}))"),
        lambda m: english_number_of(m[1]),
    ),
    ("count", re.compile(r"\b(?:just|only) (?:me|myself|one person|one)\b|\balone\b|\bby myself\b"), lambda m: 1),
    (
        "count",
        re.compile(
            r"\b(?:me|i) and my (?:wife|husband|mother|father|mum|mom|dad|son|daughter|friend)\b|"
            r"\bmy (?:wife|husband|mother|father|mum|mom|dad|son|daughter|friend) and (?:me|i)\b|\bboth of us\b"
        ),
        lambda m: 2,
    ),
    (
        "count",
        re.compile(rf"\b({ENGLISH_NUMERAL}) adults?(?: and)? ({ENGLISH_NUMERAL}|a) (?:children|child|kids?)\b"),
        lambda m: (english_number_of(m[1]) or 0) + (1 if m[2] == "a" else english_number_of(m[2]) or 0),
    ),
    ("count", re.compile(rf"\bfamily of ({ENGLISH_NUMERAL})\b"), lambda m: english_number_of(m[1])),
    (
        "count",
        re.compile(rf"\b({ENGLISH_NUMERAL}) (?:people|persons?|copies|copy|tickets|of us)\b"),
        lambda m: english_number_of(m[1]),
    ),
)


def find_hall_values(text: str, lang: str) -> Iterator[Value]:
    """Window, zone, ticket, age, amount and count in a text (lower case)."""
    taken: list[tuple[int, int]] = []
    for key, pattern, make in _ENGLISH if lang == "en" else _CHINESE:
        for match in pattern.finditer(text):
            value = make(match)
            if value is None or any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append((match.start(), match.end()))
            yield Value(key, value, match.start(), match.end())


_ENGLISH_ROW = re.compile(rf"\b(?:(?:double |triple )?(?:{_EN_DIGIT})(?: |$)){{2,}}")


def find_rating(text: str, lang: str) -> Value | None:
    """The mark (5 very satisfied to 1 very dissatisfied) named in a text."""
    for mark, pattern in _ENGLISH_RATINGS if lang == "en" else _RATINGS:
        if match := pattern.search(text):
            return Value("rating", mark, match.start(), match.end())
    return None


def find_number(text: str, lang: str) -> Value | None:
    """The last plain number of a text; in English a row of figures is one: one seven oh five."""
    if lang == "en" and (row := _ENGLISH_ROW.search(text)):
        return Value("number", int(english_digits(row[0])), row.start(), row.end())
    pattern = rf"\b{ENGLISH_NUMERAL}\b" if lang == "en" else rf"\d+\.\d+万|{NUMERAL}(?:[来多几余]万)?"
    matches = list(re.finditer(pattern, text))
    if not matches:
        return None
    match = matches[-1]
    number = english_number_of(match[0]) if lang == "en" else _chinese_number(match[0])
    return None if number is None else Value("number", number, match.start(), match.end())


def _chinese_number(said: str) -> int | None:
    return round(float(said[:-1]) * 10_000) if "." in said else number_of(re.sub("[来多几余]", "", said))
