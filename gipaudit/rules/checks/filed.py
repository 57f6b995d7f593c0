"""Whether a report is filed under its own year: what the names of its file and folders say, against its year.

The year behind is allowed too, for reports come out in the year after theirs and many folders bear that year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Passage

_DOCUMENT_NUMBER = re.compile(r"[〔\[(（【](?:19|20)\d{2}[〕\])）】]")
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")

INSTANCE, LABEL = "filed", "归档年度"


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    named = sorted({int(year) for year in _YEAR.findall(_DOCUMENT_NUMBER.sub("", report.source))})
    year = report.identity.year
    if not named:
        yield Outcome(INSTANCE, LABEL, "not_applicable", Evidence(why="文件名和文件夹名没有写年度"))
    elif year is None:
        yield Outcome(INSTANCE, LABEL, "not_assessable", Evidence(why="报告年度未能识别"))
    elif year in named or year + 1 in named:
        yield Outcome(INSTANCE, LABEL, "pass")
    else:
        listed = "、".join(map(str, named))
        evidence = Evidence(
            values={"found": listed, "expected": str(year)},
            message=f"{year}年度的报告放在写着{listed}年的文件或文件夹里",
            passages=(Passage("found", "", report.source, report.document.blocks[0].place),)
            if report.document.blocks
            else (),
        )
        yield Outcome(INSTANCE, LABEL, "fail", evidence)


def _explain(rule: Rule, form: Form | None) -> str:
    return (
        "文件名和所在文件夹的名称里写了年份的，其中应有报告年度或下一年（报告在下一年公布）。"
        "没有写年份的不适用；文号里的年份不算。"
    )


CHECK = Check(
    name="filed",
    title=Message("归档的年度与报告年度是否一致", "Whether a report is filed under its own year"),
    options={"type": "object", "properties": {}, "additionalProperties": False},
    judge=per_report(_judge),
    explain=_explain,
)
