"""Whether two names are the same unit's, printed in two ways: 云溪市 and 云溪市人民政府, or without 云溪市 before."""

from __future__ import annotations

from collections.abc import Iterable

from gipaudit.forms.naming import UnitName, contradict

_OFFICES = frozenset(
    ("办公室", "办公厅", "政府办公室", "政府办公厅", "政府办", "管理委员会办公室", "管委会办公室", "办事处办公室")
)


def may_be(name: UnitName, other: UnitName) -> bool:
    """Whether two names may be the same unit's: they differ in no more than the regions before them."""
    return name.short == other.short and not contradict(name.regions, other.regions)


def the_same(name: UnitName, known: Iterable[UnitName]) -> UnitName | None:
    """The one known name that may be the same unit's; ``None`` where there is none, or more than one."""
    found = {other for other in known if may_be(name, other)}
    return name if name in found else found.pop() if len(found) == 1 else None


def office_of(name: UnitName, government: UnitName) -> bool:
    """Whether one is the office of a government, which writes the government's report as well as its own."""
    at_home = name.regions[-1:] == government.regions[-1:] and not contradict(name.regions, government.regions)
    return at_home and name.body in _OFFICES and not government.body
