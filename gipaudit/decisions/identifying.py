"""Whose report each file is where people say so: decisions by file, and the options of the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gipaudit.decisions.contradictions import contradicting
from gipaudit.decisions.matching import Desk, Log
from gipaudit.decisions.records import IdentityDecision, last_part
from gipaudit.errors import Message, Problem, SourceError
from gipaudit.forms.by_hand import ByHand
from gipaudit.rules.masking import mask
from gipaudit.scorecard import Decided

WORDS = {"unit": "单位", "year": "年度", "level": "级别", "form": "格式"}


@dataclass(frozen=True)
class Told:
    """What is said of files by decisions, and by options of the one file, which go before."""

    decisions: tuple[IdentityDecision, ...]
    options: ByHand

    def of(self, source: str, sha256: str) -> ByHand:
        """What is said of one file; what is wrong with that is told by :func:`identified`, when all are read."""
        hand = self.options
        for decision in (*self._by_hash.get(sha256[:8], ()), *self._by_file.get(last_part(source), ())):
            if decision.whose.is_file(source, sha256):
                open_ = decision.hand.given() - hand.given()
                hand = replace(hand, **{name: getattr(decision.hand, name) for name in open_})
        return hand

    @cached_property
    def _by_hash(self) -> Mapping[str, Sequence[IdentityDecision]]:
        return _grouped((each.whose.sha256[:8], each) for each in self.decisions if each.whose.sha256)

    @cached_property
    def _by_file(self) -> Mapping[str, Sequence[IdentityDecision]]:
        named = (each for each in self.decisions if each.whose.file and not each.whose.sha256)
        return _grouped((last_part(each.whose.file or ""), each) for each in named)


def _grouped(pairs: Iterable[tuple[str, IdentityDecision]]) -> Mapping[str, Sequence[IdentityDecision]]:
    found: dict[str, list[IdentityDecision]] = {}
    for key, decision in pairs:
        found.setdefault(key, []).append(decision)
    return found


def identified(told: Told, desk: Desk, log: Log) -> dict[str, tuple[Decided, ...]]:
    """What was decided of each report's identity, by the SHA-256 of its file; what had no effect is noted.

    Raises:
        SourceError: two decisions that mean one file contradict each other, or one means several files.
    """
    decided: dict[str, list[Decided]] = {}
    fitting: dict[str, list[IdentityDecision]] = {}
    for decision in told.decisions:
        whose = decision.whose
        meant = desk.meant(whose)
        if not meant:
            log.tell(decision, *desk.why_none(whose))
        if len(meant) > 1:
            names = "、".join(report.source for report in meant[:3])
            zh = f"有{len(meant)}个文件都是“{whose.words}”（{names}），请连同文件夹一起写，或写 sha256"
            en = f"{len(meant)} files are {whose.words!r} ({names}): name the folder too, or give sha256"
            raise SourceError([Problem(decision.made.position, Message(zh, en))])
        overruled = [name for name in WORDS if name in decision.hand.given() & told.options.given()]
        if meant and overruled:
            log.tell(decision, "overruled", f"{'、'.join(WORDS[name] for name in overruled)}以命令行指定的为准")
        for report in meant:
            fitting.setdefault(report.sha256, []).append(decision)
            decided.setdefault(report.sha256, []).extend(_decided(decision, told.options))
    for several in fitting.values():
        if problem := contradicting(several):
            raise SourceError([problem])
    return {sha256: tuple(each) for sha256, each in decided.items()}


def _decided(decision: IdentityDecision, options: ByHand) -> list[Decided]:
    made = decision.made
    return [
        Decided(
            kind="identity",
            what=name,
            name=word,
            value=str(getattr(decision.hand, name)),
            place=made.place,
            by=made.by,
            on=made.on,
            reason=mask(made.reason),
        )
        for name, word in WORDS.items()
        if name in decision.hand.given() - options.given()
    ]
