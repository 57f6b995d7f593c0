"""Personal data hidden where records are made, so that no output can show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from gipaudit.forms.report import Reading, Section, Unbound, Uncertain
from gipaudit.rules.personal import find_personal
from gipaudit.scorecard import Evidence

_MASKED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![0-9A-Za-z._%+-])()[0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,64}(?:\.[0-9A-Za-z-]{1,32}){1,4}()",
        r"(?<!\d)(\d{3})\d{9,}(\d{2}[\dXx])(?!\d)",
        r"(?<!\d)(\d{4})[ -]\d{4}[ -]\d{4}[ -]\d{1,4}(?:[ -]\d{0,2})?(\d{1,3})(?!\d)",
        r"(?<!\d)(\d{3})\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?(\d{3}[\dXx])(?!\d)",
        r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)",
        r"(?<=86)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)",
        r"(?<!\d)(0\d{2,3}[-—－ ]{1,3})\d{4,5}(\d{3})(?!\d)",
        r"((?:联系人|填报人|经办人|审核人|申请人|当事人)\s{0,3}[:：]\s{0,3})[㐀-鿿·]{2,4}(?![㐀-鿿])()",
    )
)
"""What is masked: all between the first and the second group."""

_MAY_HOLD = re.compile(r"\d{7}|\d[ -]\d{4}|@|[:：]")


def mask(text: str) -> str:
    """Hide what tells a person (numbers of identity cards, telephones, bank cards; mail; names of contact persons)
    behind asterisks, character for character, so that places in the text stay what they were.
    """
    if _MAY_HOLD.search(text) is None:
        return text
    for pattern in _MASKED:
        text = pattern.sub(lambda match: f"{match[1]}{'*' * (match.start(2) - match.end(1))}{match[2]}", text)
    return text


def hide(text: str) -> str:
    """Mask a text, and in it all that :func:`gipaudit.rules.personal.find_personal` knows as personal data."""
    hidden = list(mask(text))
    for found in find_personal(text):
        kept = 3 if found.end - found.start > 8 else 1
        for place in range(found.start + kept, found.end - kept):
            hidden[place] = "*"
    return "".join(hidden)


class MaskedReadings(Mapping[str, Reading]):
    """Readings of which each is masked when it is looked at: most never are."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self._readings = readings

    def __getitem__(self, address: str) -> Reading:
        return masked_reading(self._readings[address])

    def __iter__(self) -> Iterator[str]:
        return iter(self._readings)

    def __len__(self) -> int:
        return len(self._readings)


def masked_reading(reading: Reading) -> Reading:
    """A reading, what is printed in it masked."""
    if not (_MAY_HOLD.search(reading.text) or (reading.why and _MAY_HOLD.search(reading.why))):
        return reading
    text, why = mask(reading.text), mask(reading.why)
    return reading if (text, why) == (reading.text, reading.why) else replace(reading, text=text, why=why)


def masked_unbound(item: Unbound) -> Unbound:
    """What did not bind, masked."""
    return replace(item, text=mask(item.text), why=mask(item.why))


def masked_uncertain(item: Uncertain) -> Uncertain:
    """A doubt, masked."""
    return replace(item, value=item.value and mask(item.value), why=mask(item.why))


def masked_section(section: Section) -> Section:
    """A section whose heading is masked."""
    return replace(section, title=mask(section.title))


def masked_evidence(evidence: Evidence) -> Evidence:
    """What an outcome rests on, masked whatever a check put into it."""
    if not (evidence.passages or evidence.suggestions):
        told = "\n".join((*evidence.values.values(), evidence.message, evidence.why))
        if mask(told) == told:
            return evidence
    return replace(
        evidence,
        values={name: mask(value) for name, value in evidence.values.items()},
        message=mask(evidence.message),
        why=mask(evidence.why),
        passages=tuple(replace(passage, text=mask(passage.text)) for passage in evidence.passages),
        suggestions=tuple(replace(each, why=mask(each.why)) for each in evidence.suggestions),
    )
