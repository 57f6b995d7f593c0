"""Which rules of several audits are one: a rule may bear a new id since."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gipaudit.recorded.records import Audit
from gipaudit.rules.renaming import current

Calling = Callable[[str], str]
"""A rule's id in any of the audits → the id that it bears now."""


def calling(audits: Iterable[Audit]) -> Calling:
    """Return how rules are called: by the ids that the rulesets of the audits give to those they renamed."""
    names = {old: new for audit in audits for old, new in audit.ruleset.renamed.items()}
    return (lambda id: current(id, names)) if names else (lambda id: id)
