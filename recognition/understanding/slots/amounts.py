"""Sums of money as people say them: 两百来块, 块把钱, 一千五 of wages, 三块二毛五, 3.5万元, 2 800 yuan.

A sum that is told roughly is read as the number said, a span (两三千块) as its lower end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognition.understanding.slots.numerals import ENGLISH_NUMERAL, NUMERAL, about, english_number_of, number_of
from recognition.understanding.slots.value import Value

#: 万儿八千, 千把块, 块把钱: the unit alone is meant.
_BARE = re.compile(
    r"(?<![0-9零〇一二两三四五六七八九十百千万几])(?:(?P<unit>万儿?八千|千儿?八百|百儿?八十|百十来?|[万千百]把(?:来)?)(?P<money>块钱|块|元钱|元|的)|(?P<one>块(?:把|儿?八毛))钱?)"
)
_UNITS = {"万": 10_000, "千": 1000, "百": 100}
_MONEY = r"(?:块钱|块|元钱|元|圆|大洋|文(?!件|化|凭|字|书|明)|蚊|rmb|人民币)"
_ROUND = "(?:[多来余几]|把)"
_SUM = re.compile(
    rf"(?:人民币|rmb|[¥￥])?(?P<sum>\d[\d,]*(?:\.\d+)?[万千百]?|(?:{NUMERAL}){_ROUND}?[万千百]?{_ROUND}?)个?{_MONEY}"
    r"(?P<rest>(?:零|〇)?[一二两三四五六七八九1-9](?:毛|角)?(?:[一二两三四五六七八九1-9]分?)?(?:钱)?(?![百千万十点号个元块岁月天0-9]))?(?:人民币|整)?"
)
_SIGNED = re.compile(r"(?<![0-9])¥(?P<sum>\d[\d,]*(?:\.\d+)?[万千]?)")
_SMALL = re.compile(
    rf"(?P<tenths>{NUMERAL})(?:毛|角)(?:钱)?(?P<rest>[一二两三四五六七八九1-9])?分?(?:钱)?|(?P<cents>{NUMERAL})分钱"
)
#: What says that a bare number of hundreds or more behind it is money.
_EARNED = (
    "工资|月薪|薪水|收入|退休金|退休工资|养老金|低保金?|房租|租金|补贴|津贴|挣|赚|"
    "到手|每个?月|每月|一个?月|一年|每年|月月|存款|价钱|交了|花了|要价|钱"
)
_WAGE = re.compile(
    rf"(?:{_EARNED})(?:大概|差不多|也?就|才|有|是|能|拿|领|挣|发|给|得|到手|不到|将近|快|工资|收入|个)*"
    rf"(?P<sum>\d[\d,]{{2,}}|\d+(?:\.\d+)?[万千]\d*|{NUMERAL})(?P<round>{_ROUND}|出头|挂零|大几|左右)?(?![年月天个次号岁点楼人位份张期分平米])"
)
_ROUNDED = re.compile(rf"(?P<sum>{NUMERAL})(?:大几|挂零|出头|来往)(?!岁)")
_OF_WAGE = re.compile(rf"(?P<sum>{NUMERAL})的(?:工资|月薪|薪水|收入|退休金|养老金|房租)")
_LEAST_WAGE = 100
_ENGLISH_MONEY = r"(?:yuan|rmb|kuai)"
_ENGLISH = re.compile(
    rf"\b(?:{_ENGLISH_MONEY} (?P<after>{ENGLISH_NUMERAL}(?: \d{{3}})?)|"
    rf"(?P<sum>{ENGLISH_NUMERAL})(?P<thousand> ?k)? {_ENGLISH_MONEY})\b"
)


def find_amounts(text: str, lang: str) -> Iterator[Value]:
    """The sums of money in a text (lower case)."""
    if lang == "en":
        for match in _ENGLISH.finditer(text):
            if (value := _english(match)) is not None:
                yield Value("amount", value, match.start(), match.end())
        return
    for match in _BARE.finditer(text):
        yield Value("amount", 1 if match["one"] else _UNITS[match["unit"][0]], match.start(), match.end())
    for match in _SUM.finditer(text):
        if (sum_ := _chinese(match)) is not None:
            yield Value("amount", _whole(sum_), match.start(), match.end())
    for match in _SMALL.finditer(text):
        yield Value("amount", _whole(_tenths(match)), match.start(), match.end())
    for match in (*_SIGNED.finditer(text), *_OF_WAGE.finditer(text)):
        if (sum_ := _plain(match["sum"])) is not None:
            yield Value("amount", _whole(sum_), match.start(), match.end())
    for match in (*_WAGE.finditer(text), *_ROUNDED.finditer(text)):
        sum_ = _plain(match["sum"])
        if sum_ is not None and sum_ >= _LEAST_WAGE and not re.fullmatch("[零〇一二两三四五六七八九幺]+", match["sum"]):
            yield Value("amount", _whole(sum_), match.start(), match.end())


def _chinese(match: re.Match[str]) -> float | None:
    value = _plain(match["sum"])
    rest = re.findall("[一二两三四五六七八九1-9]", match["rest"] or "")
    return None if value is None else value + sum((number_of(said) or 0) / 10**n for n, said in enumerate(rest, 1))


def _tenths(match: re.Match[str]) -> float:
    if match["cents"]:
        return (number_of(match["cents"]) or 0) / 100
    return (number_of(match["tenths"]) or 0) / 10 + (number_of(match["rest"] or "") or 0) / 100


def _plain(said: str) -> float | None:
    said = said.replace(",", "")
    if written := re.fullmatch(r"(\d+(?:\.\d+)?)([万千百]?)", said):
        return float(written[1]) * _UNITS.get(written[2], 1)
    return about(said)


def _english(match: re.Match[str]) -> int | None:
    value = english_number_of(match["after"] or match["sum"])
    return None if value is None else value * (1000 if match["thousand"] else 1)


def _whole(value: float) -> float | int:
    """2800 rather than 2800.0; half a yuan stays half a yuan."""
    value = round(value, 2)
    return int(value) if value == int(value) else value
