"""Whether the report publishes personal data: option ``kinds`` says which.

Basis: 《中华人民共和国政府信息公开条例》 art. 15 (privacy is not published), 《中华人民共和国个人信息保护法》.
What is found is shown masked. A mobile number printed as a way to reach the office may be meant to be public: it is
told with less weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gipaudit.documents.model import Document, Paragraph, Place, Table
from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.masking import hide
from gipaudit.rules.passages import AROUND
from gipaudit.rules.personal import KINDS, Personal, find_personal
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Passage, Severity

MOST = 20
"""How many passages are shown."""


@dataclass(frozen=True, slots=True)
class _Hit:
    found: Personal
    text: str
    place: Place
    section: str

    @property
    def passage(self) -> Passage:
        first, last = self.found.start, self.found.end
        begin, stop = max(0, first - AROUND), min(len(self.text), last + AROUND)
        # What is found is hidden in the whole text before it is cut: a cut number would no longer be known as one.
        shown = " ".join(hide(self.text)[begin:stop].split())
        before, after = "…" if begin else "", "…" if stop < len(self.text) else ""
        return Passage("found", self.section, f"{before}{shown}{after}", self.place)


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    kinds = list(rule.options.get("kinds", KINDS))
    if not report.document.blocks:
        yield Outcome("text", "全文", "not_assessable", Evidence(why="文件中没有读出文字"))
        return
    if report.masked:
        why = "归档中的文字已隐去个人信息，无法再查；如需核查，请重新审核原文件"
        yield Outcome("text", "全文", "not_assessable", Evidence(why=why))
        return
    hits = list(_hits(report, frozenset(kinds)))
    for kind in kinds:
        of_kind = [hit for hit in hits if hit.found.kind == kind]
        plain = [hit for hit in of_kind if not hit.found.office]
        office = [hit for hit in of_kind if hit.found.office]
        if plain or not office:
            yield _outcome(kind, KINDS[kind], plain)
        if office:
            outcome = _outcome(f"{kind}:office", f"作为联系方式的{KINDS[kind]}", office)
            lighter: Severity = "info" if rule.severity == "warning" else "warning"
            yield Outcome(outcome.instance, outcome.label, outcome.verdict, outcome.evidence, lighter)


def _outcome(instance: str, name: str, hits: list[_Hit]) -> Outcome:
    if not hits:
        return Outcome(instance, name, "pass")
    shown = list(dict.fromkeys(hide(hit.text)[hit.found.start : hit.found.end] for hit in hits))
    listed = "、".join(shown[:3]) + ("等" if len(shown) > 3 else "")
    evidence = Evidence(
        values={"found": listed, "count": str(len(hits)), "section": name},
        message=f"疑似公开了{name}{len(hits)}处：{listed}",
        passages=tuple(hit.passage for hit in hits[:MOST]),
    )
    return Outcome(instance, name, "fail", evidence)


def _hits(report: Report, kinds: frozenset[str]) -> Iterator[_Hit]:
    sections = {id(block): section.id for section in report.sections.values() for block in section.blocks}
    for text, place, block in _texts(report.document):
        for found in find_personal(text, kinds):
            yield _Hit(found, text, place, sections.get(block, ""))


def _texts(document: Document) -> Iterator[tuple[str, Place, int]]:
    """All that is printed, each paragraph and each cell by itself: figures of neighbouring cells make no number."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place, id(block)
        elif isinstance(block, Table):
            if block.caption:
                yield block.caption, block.place, id(block)
            for row in block.rows:
                for cell in row:
                    yield cell.text, cell.place, id(block)


def _explain(rule: Rule, form: Form | None) -> str:
    kinds = "、".join(KINDS[kind] for kind in rule.options.get("kinds", KINDS))
    return (
        f"在全文（含表格）中查找{kinds}。身份号码核对校验码，银行卡号核对校验位；办公电话、信用代码、备案号、"
        "已经打码的号码不算。找到的内容只以打码的形式列出。"
    )


CHECK = Check(
    name="privacy",
    title=Message("是否公开了个人信息", "Whether personal data is published"),
    options={
        "type": "object",
        "properties": {
            "kinds": {
                "type": "array",
                "items": {"enum": sorted(KINDS)},
                "minItems": 1,
                "uniqueItems": True,
                "description": "查哪几种：identity_number 身份号码、mobile 手机号码、bank_card 银行卡号、"
                "home_address 家庭住址",
            }
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    explain=_explain,
)
