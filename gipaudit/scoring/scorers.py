"""The scoring models that are there, and the one door to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from gipaudit.forms.report import Reading
from gipaudit.plugins import Registry, registry
from gipaudit.scorecard import Cause
from gipaudit.scoring.model import Case, Judged, Result, Scorer
from gipaudit.scoring.scheme import Scheme


@cache
def scorers() -> Registry[Scorer]:
    """All scoring models, built in and brought by plugins."""
    return registry("register_scorers", "评分模型", "scoring model")


def score_report(
    scheme: Scheme,
    judged: Iterable[Judged],
    causes: Sequence[Cause] = (),
    manual: Mapping[str, Decimal] | None = None,
    unread: frozenset[str] = frozenset(),
) -> Result:
    """Give one report its marks under the scheme's model.

    ``manual`` are marks given by people, by the id of the scheme's manual entry; ``unread`` see :func:`unread_cells`.

    Raises:
        UsageError: there is no such model, or a manual mark does not fit the scheme.
    """
    return scorers()[scheme.model].score(Case(scheme, tuple(judged), tuple(causes), dict(manual or {}), unread))


def scored_by_verdict(scheme: Scheme) -> bool:
    """Whether the scheme's model scores reports alike that are equal in what :class:`Scorer` names.

    Raises:
        UsageError: there is no such model.
    """
    return scorers()[scheme.model].by_verdict


def has_marks(scheme: Scheme, rule: str) -> bool:
    """Whether a rule can cost or bring marks under the scheme.

    Raises:
        UsageError: there is no such model.
    """
    return scorers()[scheme.model].marked(scheme, rule)


def unread_cells(readings: Mapping[str, Reading]) -> frozenset[str]:
    """The addresses of the cells that hold no exact number."""
    return frozenset(address for address, reading in readings.items() if not reading.exact)
