"""What is asked of a host and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from gipaudit.documents.limits import Limits
from gipaudit.errors import Message
from gipaudit.forms.by_hand import Hands
from gipaudit.workers.files import File, Outcome


@dataclass(frozen=True, slots=True)
class See:
    """Whether these files are there and as large as the audit sees them; answered with :class:`Seen`."""

    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a host does not see as the audit does; empty where all is well."""

    problems: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Files to read; answered with :class:`Outcomes`, or with the host's state where that is not ``agreed``."""

    agreed: str
    files: tuple[File, ...]
    by_hand: Hands | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of each file of a batch, and the paths of those that are not there on that machine."""

    outcomes: tuple[Outcome, ...]
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Different:
    """The state, as JSON, of a host that does not read as the audit does."""

    state: bytes


Request = See | Batch
Reply = Seen | Outcomes | Different
