"""Whether the unit of a report is one of those that should report: the reports of nobody, where there is a roster."""

from __future__ import annotations

from collections.abc import Iterator

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, Outcomes, per_report
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Verdict

INSTANCE, LABEL = "listed", "单位名录"


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    roster = reports.context.roster

    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        name = report.identity.unit
        if roster is None:
            yield _outcome("not_applicable", "没有给出单位名录")
        elif name is None:
            yield _outcome("not_assessable", "没有认出单位，不能与名录核对")
        elif (match := roster.match(name)).unit is not None:
            yield _outcome("pass")
        elif match.candidates:
            names = "、".join(each.name for each in match.candidates[:3])
            yield _outcome("not_assessable", f"名录中有{len(match.candidates)}个单位可能是它：{names}")
        else:
            message = f"名录中没有“{name}”：不是应报送的单位，或名录漏列，或名称写法不同（可写入名录的“别名”）"
            yield Outcome(INSTANCE, LABEL, "fail", Evidence(values={"found": name}, message=message))

    return per_report(one)(rule, reports)


def _outcome(verdict: Verdict, why: str = "") -> Outcome:
    return Outcome(INSTANCE, LABEL, verdict, Evidence(why=why))


def _explain(rule: Rule, form: Form | None) -> str:
    return "给出单位名录（--units）时，核对报告的单位是否在名录中；名录中有两个以上单位可能是它的，记为无法判断。"


CHECK = Check(
    name="listed",
    title=Message("报告的单位是否在名录中", "Whether a report is a rostered unit's"),
    options={"type": "object", "properties": {}, "additionalProperties": False},
    judge=_judge,
    explain=_explain,
)
