"""Numbers signed digit by digit: ID cards with their check digit, telephones, tickets.

Chinese identity numbers (GB 11643-1999) have 17 digits and a check character 0-9 or X computed by
ISO 7064 MOD 11-2, so one misread digit is noticed, and often the one right correction can be offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from recognition.signs.recognition import Certainty, Recognition

ID_LENGTH = 18
# Weights of the 17 digits, GB 11643-1999.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# More doubtful digits than this are better signed again than guessed.
MAX_DOUBTS = 3


DIGITS = frozenset("0123456789")
# Crossed fingers are ten and the letter X; an identity number may end with X.
CROSSED = "10"


@dataclass(frozen=True, slots=True)
class DigitReading:
    """What may have been one digit: readings with their confidence, best first; `sure` as the recogniser said."""

    readings: tuple[tuple[str, float], ...]
    sure: bool = True

    @property
    def best(self) -> str:
        return self.readings[0][0]


def check_character(first_17: str) -> str:
    """The last character of the identity number that begins with these 17 digits."""
    if len(first_17) != ID_LENGTH - 1 or not first_17.isdigit():
        raise ValueError("an identity number begins with 17 digits")
    return _CHECK[sum(int(d) * w for d, w in zip(first_17, _WEIGHTS, strict=True)) % 11]


def is_id_number(text: str) -> bool:
    """Whether the form and the check character of an identity number are right."""
    return len(text) == ID_LENGTH and text[:-1].isdigit() and text[-1] == check_character(text[:-1])


def correct_id_number(digits: Sequence[DigitReading]) -> str | None:
    """The one most likely identity number whose check character is right; None where there is none or no clear one.

    Other readings are tried only for the digits read with least confidence.
    """
    if len(digits) != ID_LENGTH:
        return None
    doubtful = sorted(range(ID_LENGTH), key=lambda i: digits[i].readings[0][1])[:MAX_DOUBTS]
    choices = [d.readings if i in doubtful else d.readings[:1] for i, d in enumerate(digits)]
    found: list[tuple[float, str]] = []
    for path in product(*choices):
        text, likelihood = "".join(digit for digit, _ in path), 1.0
        for _, confidence in path:
            likelihood *= confidence
        if is_id_number(text):
            found.append((likelihood, text))
    found.sort(reverse=True)
    clear = len(found) == 1 or (len(found) > 1 and found[0][0] > 2 * found[1][0])
    return found[0][1] if clear else None


class NumberEntry:
    """A number as it is signed, digit by digit: its text, which digits are doubtful, what it may be instead."""

    def __init__(self) -> None:
        self._digits: list[DigitReading] = []

    @property
    def text(self) -> str:
        """The digits read so far; as the last of an identity number crossed fingers are X."""
        return "".join(digit.best for digit in self._digits)

    @property
    def choices(self) -> frozenset[str]:
        """Signs that may come next."""
        return DIGITS | {CROSSED} if len(self._digits) == ID_LENGTH - 1 else DIGITS

    @property
    def doubtful(self) -> tuple[int, ...]:
        """Places of the digits that were not read surely, the worst first."""
        places = [place for place, digit in enumerate(self._digits) if not digit.sure]
        return tuple(sorted(places, key=lambda place: self._digits[place].readings[0][1]))

    @property
    def suggestion(self) -> str | None:
        """The identity number it may be, where its check character is wrong and one correction is clearly likeliest."""
        wrong = len(self._digits) == ID_LENGTH and not is_id_number(self.text)
        return correct_id_number(self._digits) if wrong else None

    def add(self, recognition: Recognition) -> None:
        """Takes in one sign; what is no digit is left out."""
        best = [(recognition.gloss or "", recognition.confidence)]
        found = [(gloss, share) for gloss, share in best + [(a.gloss, a.confidence) for a in recognition.alternatives]
                 if gloss in self.choices]  # fmt: skip
        if found and recognition.gloss in self.choices:
            named = tuple((gloss.replace(CROSSED, "X"), max(share, 1e-6)) for gloss, share in found)
            self._digits.append(DigitReading(named, recognition.state is Certainty.SURE))

    def drop(self) -> None:
        """Takes the last digit back."""
        if self._digits:
            self._digits.pop()
