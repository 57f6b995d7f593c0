"""The name of a unit taken apart: the regions it lies in, and what it is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gipaudit.forms.labels import fold
from gipaudit.forms.organisations import GOVERNMENT_ENDS, regions
from gipaudit.forms.regions import PROVINCES

_TIER = re.compile("[省市区县州旗镇乡]")
_JOINED = re.compile("[和与及、]")


@dataclass(frozen=True, slots=True)
class UnitName:
    """A name as it is compared: its regions from the largest down, and what stands in the last of them.

    A region's government has no more than its regions: a report of 云溪市 is its government's.
    """

    regions: tuple[str, ...]
    body: str

    @property
    def short(self) -> tuple[str, str]:
        """Its last region and its body: what all ways to print it share."""
        return (self.regions[-1] if self.regions else "", self.body)

    def under(self, above: tuple[str, ...]) -> UnitName:
        """The same with the regions above it, which a list need not write again: 县财政局 below 禾丰县人民政府."""
        if not self.regions:
            last = above[-1] if above else ""
            spared = _TIER.match(self.body) is not None and last.endswith(self.body[0])
            return UnitName(above, _body(self.body[1:], True) if spared else _body(self.body, bool(above)))
        first = self.regions[0]
        return UnitName((*(above[: above.index(first)] if first in above else above), *self.regions), self.body)


@lru_cache(maxsize=16384)
def unit_name_of(printed: str) -> UnitName:
    """Take a unit's name apart."""
    found, body = regions(fold(printed))
    return UnitName(tuple(_region(each) for each in found), _body(body, bool(found)))


def contradict(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two chains of regions that end alike cannot be one: they name two provinces, cities or counties."""
    if first == second:
        return False
    for kind in ("province", "city", "county"):
        one, other = ({each for each in chain if _kind(each) == kind} for chain in (first, second))
        if one and other and not (one <= other or other <= one):
            return True
    return False


def _region(name: str) -> str:
    return name.removesuffix("省") if name.removesuffix("省") in PROVINCES else name


def _body(body: str, lies_somewhere: bool) -> str:
    if lies_somewhere and body in ("", *GOVERNMENT_ENDS):
        return ""
    body = _JOINED.sub("", body.replace("人民政府", "政府"))
    return body.removesuffix("员会") if body.endswith("委员会") else body


def _kind(region: str) -> str:
    if region in PROVINCES or region.endswith("自治区"):
        return "province"
    return "city" if region.endswith(("市", "州", "盟", "地区")) else "county"
