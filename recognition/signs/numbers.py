"""Numbers signed digit by digit: ID cards with their check digit, telephones, tickets.

Chinese identity numbers (GB 11643-1999) have 17 digits and a check character 0-9 or X computed by
ISO 7064 MOD 11-2, so one misread digit is noticed, and often the one right correction can be offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

ID_LENGTH = 18
# Weights of the 17 digits, GB 11643-1999.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# More doubtful digits than this are better signed again than guessed.
MAX_DOUBTS = 3


@dataclass(frozen=True, slots=True)
class DigitReading:
    """What may have been one digit: readings with their confidence, best first."""

    readings: tuple[tuple[str, float], ...]

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
