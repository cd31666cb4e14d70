"""How many people come, as families count themselves: 四口, 两大一小, 老两口带一个孙子, 我跟老伴俩."""

from __future__ import annotations

import re

from recognition.understanding.slots.numerals import NUMERAL, number_of
from recognition.understanding.slots.value import Value

_PAIRS = {
    "俩": 2,
    "仨": 3,
    "两个": 2,
    "三个": 3,
    "两个人": 2,
    "三个人": 3,
    "两口子": 2,
    "小两口": 2,
    "老两口": 2,
    "两公婆": 2,
}
#: Kin named as two.
_TWO = "爸妈|爹妈|爹娘|父母|公婆|岳父岳母"
_GROWN = "大人|成人|成年人|老人家?|老的|大的|大(?!家|概|约|厅|娃)"
_YOUNG = "娃娃|娃儿|娃子|小娃|孩子|小孩子?|小孩儿|小的|小朋友|伢|崽|仔|囡|妹仔|娃|小(?!时|姐|伙)"
_KIN = (
    "爸妈|爹妈|爹娘|父母|公婆|阿爸|阿妈|儿媳妇?|媳妇|妻子|孩子|老婆|老公|婆娘|堂客|婆姨|老汉儿?|老伴儿?|媳妇儿?|丈夫|男人|爱人|对象|爸爸?|妈妈?|爹|娘|父亲|母亲|爷爷|奶奶|姥姥|姥爷|外公|外婆|公公|婆婆|"
    "儿子|女儿|闺女|姑娘|孙子|孙女|外孙女?|哥哥?|姐姐?|弟弟?|妹妹?|朋友|同事"
)
_NUMBER = rf"({NUMERAL}|[俩仨])"
#: A whole family said as one number comes before the numbers of its parts: 一家三口，两个大人一个娃.
_WHOLE = re.compile(
    rf"(?<![小老]){_NUMBER}(?:来|多)?(?:口子人|口人|口子|口)|(?:一共|总共|统共|拢共|共|加起来|全部|连我|算上我){_NUMBER}(?:个人?|位|人|名)"
)
_PART = re.compile(rf"{_NUMBER}(?:个|位|名)?(?:{_GROWN}|{_YOUNG}|{_KIN})|(小两口|老两口|两口子|两公婆)")
_PAIR = re.compile(
    rf"(?:[我咱俺你他她]们?|[爷娘]儿?|{_KIN}|夫妻|夫妇|母女|母子|父子|父女|婆媳|兄弟|姐妹|兄妹|姊妹|弟兄|爷孙|婆孙|祖孙|公孙|哥|姐|阿拉|老小|一家老少|家)(?:几个|几口)?([俩仨]|[两三四五六七八九]个人?|[三四五六七八九](?:人|口)(?!间))(?:人|个)?"
)
_ALONE = re.compile(rf"(?:我|俺)?(?:{_KIN})|我|俺")
_BESIDES_ME = re.compile(rf"除了?(?:我|俺)(?:以外|之外)?(?:还有|另有|再有){_NUMBER}个?人?")
_JOINED = re.compile("[和跟同与带领加]")
#: What stands beside the members of a family.
_BESIDE = (
    "连我在内|算我在内|在内|吃饭|三代|来的|屋里|屋头|单独|一家老小|一共|总共|统共|我们家?|俺们|咱们?家?|我家|俺家|咱家|家里|一?大?家子?|就|来了?|大人|小孩|娃娃?|老人|老的|小的|大的|一起|一块儿?|俩|仨|两个|三个|人|"
    "[和跟同与带着领加上还有是、，,连再吧呢啊呀嘛了]"
)
#: Possessive: 我家 may be one word or two, and a long row of them must not be tried in every way.
_EVERY = "|".join((_WHOLE.pattern, _PART.pattern, _PAIR.pattern, _ALONE.pattern, _BESIDE))
_FAMILY = re.compile(rf"(?:{re.sub(r'[(](?![?])', '(?:', _EVERY)})++")


def find_people(text: str) -> Value | None:
    """How many people a family is that tells its members, or names itself as a pair or by a whole number."""
    is_all = _FAMILY.fullmatch(text) is not None
    if match := _WHOLE.search(text):
        return _value(_count(match[1] or match[2]), match.start(), match.end(), text if is_all else "")
    if match := _PAIR.search(text):
        return _value(_count(match[1]), match.start(), match.end(), text if is_all else "")
    if match := _BESIDES_ME.fullmatch(text):
        return _value((_count(match[1]) or 0) + 1, match.start(), match.end(), text)
    parts = list(_PART.finditer(text))
    counted = [_count(part[1] or part[2]) for part in parts]
    named = _ALONE.findall(_PART.sub("#", text)) if is_all else []
    alone = len(named) + sum(re.search(_TWO, one) is not None for one in named)
    if not parts and alone > 1 and _JOINED.search(text):
        return _value(alone, 0, len(text), text)  # 我跟我爸妈
    if not parts or (len(parts) == 1 and not is_all):
        return None
    known = [number for number in counted if number is not None]
    total = sum(known) + alone if len(known) == len(counted) else None
    return _value(total, parts[0].start(), parts[-1].end(), text if is_all else "")


def _count(said: str) -> int | None:
    return _PAIRS.get(said) or number_of(re.sub("个人?|人|口", "", said))


def _value(count: int | None, start: int, end: int, whole: str) -> Value | None:
    """The count, read from the `whole` text if that speaks of nothing else."""
    if count is None:
        return None
    return Value("count", count, 0, len(whole)) if whole else Value("count", count, start, end)
