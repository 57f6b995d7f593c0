"""The output of the template."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from gipaudit_example.renderer import RENDERER

from gipaudit.renderers.renderer import Settings
from gipaudit.scorecard import Audit, Evidence, Finding, RuleInfo, Score, Scorecard


def audit(*messages: str) -> Audit:
    findings = tuple(
        Finding("r", str(n), "fail", "error", "", message, "", "", Evidence(), (), Decimal(2), Decimal("1.5"), "", "")
        for n, message in enumerate(messages)
    )
    card = Scorecard(
        *("a.docx", "0" * 64, "云溪市兰亭区水务局", 2023, "county-department", None, None, None, frozenset(), (), ()),
        *(Score(Decimal(90), Decimal(90), Decimal(100), "deduct"), (), (), findings, {}, (), 1.0),
    )
    rule = RuleInfo("r", "编号连续", "", "figures", "", None, "error", "", "", True)
    return Audit("0", date(2024, 1, 31), "x", "x", "1", "", (), {}, {"r": rule}, (card,), ())


def lines(*messages: str) -> list[list[str]]:
    text = "".join(RENDERER.render(audit(*messages), Settings()))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_line_a_finding() -> None:
    assert lines("缺二是") == [
        ["单位", "年度", "文件", "规则", "结论", "问题", "可挽回分值"],
        ["云溪市兰亭区水务局", "2023", "a.docx", "编号连续", "fail", "缺二是", "1.5"],
    ]


def test_commas_quotes_and_line_breaks_stay_in_their_cell() -> None:
    assert lines('一，二,"三"\n四')[1][5] == '一，二,"三"\n四'


def test_a_spreadsheet_runs_nothing() -> None:
    assert lines('=HYPERLINK("x")', "+1", "-1", "@a")[1:] == [
        [*line[:5], f"'{message}", *line[6:]]
        for message, line in zip(['=HYPERLINK("x")', "+1", "-1", "@a"], lines("a", "b", "c", "d")[1:], strict=True)
    ]


def test_an_audit_without_findings_has_a_header_only() -> None:
    assert len(lines()) == 1
