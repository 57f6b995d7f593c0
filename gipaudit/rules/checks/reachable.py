"""Whether the address at which a unit publishes its report, and the files that its page offers, can be got.

Asked only where a manifest of ``gipaudit fetch`` was given. An address is held to be dead only where the server said
so (404, 410) each time that it was asked, at least twice; a server that was silent, refused, or answered with the
front page of its site proves nothing against the unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.fetched import Fetched
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.absent import Absent
from gipaudit.rules.check import NOT_APPLICABLE, Check, Outcomes, per_report
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Verdict

OF = {"page": "公布报告的网页", "attachments": "网页上的附件"}
TIMES = 2
"""How often an address must have been said not to exist."""

_SHOWN = 3


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    context = reports.context
    if context.fetched is None:
        return _not_given(rule, len(reports))

    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        yield _outcome(rule, context.addresses(report))

    return per_report(one)(rule, reports)


def _not_given(rule: Rule, count: int) -> Outcomes:
    """The outcomes without a manifest: one answer for any number of reports."""
    import numpy as np

    of, evidence = str(rule.options["of"]), Evidence(why="没有给出采集清单")
    verdicts = np.full((1, count), NOT_APPLICABLE, np.int8)
    return Outcomes((of,), (OF[of],), verdicts, lambda instance, report: evidence)


def _absent(rule: Rule, absent: Absent) -> Outcome | None:
    return _outcome(rule, absent.fetched) if absent.fetched else None


def _outcome(rule: Rule, fetched: Sequence[Fetched]) -> Outcome:
    of = str(rule.options["of"])
    asked = [each for each in fetched if bool(each.page) == (of == "attachments")]
    if not fetched:
        return _said(of, "not_applicable", "采集清单中没有这个单位该年度的网址")
    if not asked:
        return _said(of, "not_applicable", "网页上没有附件")
    dead = [each for each in asked if each.gone >= TIMES]
    if dead:
        named = "、".join(_named(each) for each in dead[:_SHOWN])
        more = f"等{len(dead)}个" if len(dead) > _SHOWN else ""
        message = f"{OF[of]}已不存在：{named}{more}（服务器{dead[0].gone}次回答“没有此页”，{dead[0].status}）"
        values = {"found": named, "count": str(len(dead))}
        return Outcome(of, OF[of], "fail", Evidence(values=values, message=message))
    doubtful = next((each for each in asked if each.code or each.moved), None)
    if doubtful is not None:
        why = "转到了网站首页，疑已失效" if doubtful.moved else f"采集时没有取到（{doubtful.code}）"
        return _said(of, "not_assessable", f"{_named(doubtful)} {why}，请人工打开核对")
    return _said(of, "pass")


def _named(fetched: Fetched) -> str:
    return f"{fetched.name}（{fetched.url}）" if fetched.name else fetched.url


def _said(of: str, verdict: Verdict, why: str = "") -> Outcome:
    return Outcome(of, OF[of], verdict, Evidence(why=why))


def _explain(rule: Rule, form: Form | None) -> str:
    return (
        f"给出采集清单（--manifest）时，看{OF[rule.options['of']]}能否取到：服务器{TIMES}次以上回答没有此页（404、410）"
        "且没有一次取到的，算已失效。连接不上、超时、拒绝访问、转到首页的，记为无法判断。"
    )


_OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "required": ["of"],
    "properties": {"of": {"enum": list(OF), "description": "看什么：page 公布报告的网页，attachments 网页上的附件"}},
    "additionalProperties": False,
}

CHECK = Check(
    name="reachable",
    title=Message("公布的网址能否打开", "Whether published addresses can be got"),
    options=_OPTIONS,
    judge=_judge,
    explain=_explain,
    absent=_absent,
)
