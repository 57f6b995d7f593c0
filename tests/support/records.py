"""An audit made by hand, with one of everything that an output must show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from gipaudit.documents.model import Place
from gipaudit.forms.form import Column, Form, FormSection, FormTable, Group, Label, Row
from gipaudit.forms.report import Reading, Section, Unbound, Uncertain
from gipaudit.scorecard import (
    Audit,
    Cause,
    CellEvidence,
    Crash,
    DimensionScore,
    Evidence,
    Finding,
    Passage,
    PluginFailure,
    Ranked,
    RuleInfo,
    RuleResult,
    Score,
    Scorecard,
    Suggestion,
    Unread,
)


def label(name: str) -> Label:
    return Label(name, name)


FORM = Form(
    id="2021",
    title="2021年起格式",
    title_en="Form from 2021 on",
    basis="",
    first_year=2021,
    last_year=None,
    sections=(
        FormSection("overview", label("总体情况"), "一、"),
        FormSection("applications", label("收到和处理政府信息公开申请情况"), "三、", tables=("applications",)),
        FormSection("problems", label("存在的主要问题及改进情况"), "五、"),
    ),
    tables=(
        FormTable(
            "applications",
            Label("三、收到和处理政府信息公开申请情况", "表三"),
            rows=(
                Row("new", Label("一、本年新收政府信息公开申请数量", "本年新收")),
                Row("carried_in", Label("二、上年结转政府信息公开申请数量", "上年结转")),
                Row("total", Label("（七）总计", "办理结果总计")),
                Row("carried_out", Label("四、结转下年度继续办理", "结转下年度")),
            ),
            columns=(Column("natural", label("自然人")), Column("legal", label("法律服务机构"))),
            section="applications",
            column_groups=(Group("organisations", label("法人或其他组织"), ("legal",)),),
        ),
        FormTable(
            "fees",
            Label("行政事业性收费", "收费"),
            rows=(Row("fees", label("行政事业性收费"), "amount", "万元"),),
            columns=(Column("amount", label("本年收费金额")),),
        ),
    ),
)


def reading(text: str, row: int, column: int, state: str = "number") -> Reading:
    value = Decimal(text) if state == "number" else None
    low = value if state == "number" else Decimal(0)
    return Reading(state, low, value, text, Place(line=300 + row, table=7, row=row, column=column))  # type: ignore[arg-type]


READINGS = {
    "applications.new.natural": reading("3", 3, 4),
    "applications.carried_in.natural": reading("1", 4, 4),
    "applications.total.natural": reading("4", 24, 4),
    "applications.carried_out.natural": reading("1", 25, 4),
    "applications.new.legal": reading("", 3, 5, "blank"),
    "applications.carried_in.legal": reading("0", 4, 5),
    "applications.total.legal": reading("见附件", 24, 5, "text"),
    "applications.carried_out.legal": reading("0", 25, 5),
    "fees.fees.amount": reading("12.50", 9, 2),
}


def cell(address: str) -> CellEvidence:
    return CellEvidence(address, FORM.cells[address].name, READINGS[address])


BALANCE = RuleInfo(
    "applications.balance",
    "新收与上年结转之和等于办理结果总计与结转下年度之和",
    "Received plus carried in equals processed plus carried out",
    "identity",
    "国办公开办函〔2021〕30号 附件 表三",
    "本年新收 + 上年结转 = 办理结果总计 + 结转下年度",
    "error",
    "accuracy",
    "核对该列各项，使勾稽关系成立",
    True,
)
BLANKS = RuleInfo(
    "applications.complete",
    "表三不留空格",
    "No blank in table 3",
    "complete",
    "国办公开办函〔2021〕30号",
    None,
    "warning",
    "completeness",
    "没有发生的填“0”",
    True,
)
OPENING = RuleInfo(
    "text.basis",
    "引言引用现行条例",
    "The opening names the regulations in force",
    "mentions",
    "《中华人民共和国政府信息公开条例》第四十九条",
    None,
    "info",
    "quality",
    "改为现行条例的名称和条款",
    False,
)
RULES = {rule.id: rule for rule in (BALANCE, BLANKS, OPENING)}


def finding(
    rule: RuleInfo, instance: str, message: str, evidence: Evidence, marks: str, **changes: object
) -> Finding:
    made = Finding(
        rule=rule.id,
        instance=instance,
        verdict="fail",
        severity=rule.severity,
        dimension=rule.dimension,
        message=message,
        remedy=rule.remedy,
        basis=rule.basis,
        evidence=evidence,
        cells=tuple(cell(address) for address in evidence.cells),
        lost=Decimal(marks),
        regained=Decimal(marks),
        fingerprint=f"f-{rule.id}-{instance}",
        series=f"s-{rule.id}-{instance}",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


NATURAL = tuple(f"applications.{row}.natural" for row in ("new", "carried_in", "total", "carried_out"))
LEGAL = tuple(f"applications.{row}.legal" for row in ("new", "carried_in", "total", "carried_out"))

FINDINGS = (
    finding(
        BALANCE,
        "natural",
        "自然人：3 + 1 ≠ 4 + 1（差 1）",
        Evidence(
            equation="3 + 1 ≠ 4 + 1",
            left=(Decimal(4), Decimal(4)),
            right=(Decimal(5), Decimal(5)),
            cells=NATURAL,
            suggestions=(Suggestion("applications.carried_out.natural", Decimal(0), "改此一格，各式即成立"),),
        ),
        "2",
    ),
    finding(
        BALANCE,
        "legal",
        "法律服务机构：未能判定",
        Evidence(
            equation="空格 + 0 = ？ + 0",
            left=(Decimal(0), None),
            right=(Decimal(0), None),
            cells=LEGAL,
            why="办理结果总计一格印的是文字，不是数字",
        ),
        "0",
        verdict="not_assessable",
    ),
    finding(BLANKS, "applications:blank", "表三有 1 格空白", Evidence(cells=LEGAL[:1]), "0.5"),
    finding(
        OPENING,
        "report",
        "引言引用的是修订前的条例",
        Evidence(
            passages=(
                Passage(
                    "found",
                    "overview",
                    "根据《中华人民共和国政府信息公开条例》（2008年5月1日起施行）的要求，编制本报告",
                    Place(line=12),
                ),
            )
        ),
        "0",
    ),
)

CARD = Scorecard(
    source="reports/兰亭区水务局.doc",
    sha256="0" * 64,
    loader="doc",
    converter="msdoc2docx 0.36.6",
    unit="云溪市兰亭区水务局",
    year=2023,
    level="county-department",
    group=None,
    form=FORM,
    published=date(2024, 1, 20),
    by_hand=frozenset({"year"}),
    uncertain=(Uncertain("level", "county-department", "只从单位名称推断"),),
    sections=(
        Section("overview", "一、总体情况", "present", Place(line=10)),
        Section("applications", "三、收到和处理政府信息公开申请情况", "present", Place(line=200)),
        Section("problems", "", "missing", Place()),
    ),
    score=Score(Decimal("94.5"), Decimal("97.50"), Decimal(100), "deduct", "良好", "优秀"),
    dimensions=(
        DimensionScore("completeness", "内容完整", Decimal("24.5"), Decimal("24.5"), Decimal(25)),
        DimensionScore("accuracy", "数据准确", Decimal(25), Decimal(28), Decimal(30)),
        DimensionScore("quality", "文本质量", Decimal(45), Decimal(45), Decimal(45)),
    ),
    rules=(
        RuleResult(BALANCE.id, "fail", 2, 1, 1, 0, (Decimal(2), Decimal(5)), Decimal(2)),
        RuleResult(BLANKS.id, "fail", 1, 1, 0, 0, (Decimal("0.5"), Decimal("0.5")), Decimal("0.5")),
        RuleResult(OPENING.id, "fail", 1, 1, 0, 0, (Decimal(0), Decimal(0)), Decimal(0)),
    ),
    findings=FINDINGS,
    readings=READINGS,
    unbound=(Unbound("小计", Place(line=303, table=7, row=3, column=6), "表中没有这一列"),),
    share_read=8 / 9,
    causes=(
        Cause(
            "applications",
            1,
            frozenset({(BALANCE.id, "natural")}),
            (),
            ((NATURAL[0],), (NATURAL[3],)),
        ),
    ),
    notes=("文档中有一张图片，未读取其中的文字",),
    rank=2,
)

CLEAN_CARD = replace(
    CARD,
    source="reports/清河镇.html",
    unit="云溪市兰亭区清河镇人民政府",
    level="township-government",
    by_hand=frozenset(),
    uncertain=(),
    sections=CARD.sections[:2],
    score=Score(Decimal(100), Decimal(100), Decimal(100), "deduct", "优秀"),
    rules=(RuleResult(BALANCE.id, "pass", 2, 0, 0, 0, (Decimal(0), Decimal(0)), Decimal(0)),),
    findings=(),
    causes=(),
    notes=(),
    unbound=(),
    share_read=1.0,
    rank=1,
)

UNRANKED_CARD = replace(
    CLEAN_CARD,
    source="reports/扫描件.txt",
    unit=None,
    year=None,
    level="unknown-unknown",
    form=None,
    published=None,
    uncertain=(Uncertain("unit", None, "文中没有印出单位名称"),),
    sections=(),
    score=Score(Decimal(40), Decimal(100), Decimal(100), "deduct", "不合格", "优秀"),
    rules=(),
    readings={},
    share_read=0.0,
    rank=None,
)


def ranked(card: Scorecard) -> Ranked:
    return Ranked(card.rank, card.unit, card.year, card.source, card.score)


AUDIT = Audit(
    version="0.1.0",
    today=date(2024, 2, 1),
    ruleset_id="shandong",
    ruleset_title="示例省评分规则",
    ruleset_version="1.0.0",
    plan="a" * 64,
    plugins=(("gipaudit-example", "1.0"),),
    forms={"2021": FORM},
    rules=RULES,
    scorecards=(CARD, CLEAN_CARD, UNRANKED_CARD),
    ranking=(ranked(CLEAN_CARD), ranked(CARD), ranked(UNRANKED_CARD)),
    unreadable=(Unread("reports/加密.docx", "encrypted", "文件已加密，请去掉密码后再审核"),),
    skipped=(Unread("reports/通知.txt", "no-report", "不是年度报告"),),
)

CRASH = Crash(BALANCE.id, "gipaudit-example 1.0", "reports/清河镇.html", "Traceback …\nZeroDivisionError\n")
FAILED = PluginFailure("gipaudit-example", "1.0", "ModuleNotFoundError: No module named 'pandas'")
EMPTY_AUDIT = replace(AUDIT, scorecards=(), ranking=(), unreadable=(), skipped=())
CLEAN_AUDIT = replace(EMPTY_AUDIT, scorecards=(CLEAN_CARD,), ranking=(ranked(CLEAN_CARD),))
