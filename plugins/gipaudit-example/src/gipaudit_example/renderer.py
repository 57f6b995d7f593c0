"""The output ``csv``: a line a finding, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from gipaudit.errors import Message
from gipaudit.renderers.renderer import Renderer, Settings
from gipaudit.scorecard import Audit

HEADERS = Message("单位,年度,文件,规则,结论,问题,可挽回分值", "unit,year,file,rule,verdict,finding,marks regained")


def render(audit: Audit, settings: Settings) -> Iterator[str]:
    """Yield the header, then one line a finding, in the order of the audit."""
    yield "\ufeff"  # without this mark Excel takes UTF-8 for the machine's own encoding
    yield _line(HEADERS.say(settings.language).split(","))
    for card in audit.scorecards:
        for finding in card.findings:
            yield _line(
                [
                    card.unit or "",
                    str(card.year or ""),
                    card.source or "",
                    audit.rules[finding.rule].title,
                    finding.verdict,
                    finding.message,
                    str(finding.regained),
                ]
            )


def _line(values: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(_safe, values))
    return line.getvalue()


def _safe(value: str) -> str:
    """A text that begins like a formula would be run by a spreadsheet: what documents hold is not to be trusted."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


RENDERER = Renderer("csv", Message("问题清单（CSV）", "findings as CSV"), ".csv", render)
