"""Personal data is found wherever it is printed, and no output shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.formats import to_docx
from support.reports import judge, report

import gipaudit
from gipaudit.authoring.specimen import Draft
from gipaudit.plugins import registry
from gipaudit.renderers.renderer import Renderer, Settings
from gipaudit.rules.checks.privacy import CHECK
from gipaudit.rules.masking import hide, mask

IDENTITY, MOBILE, CARD = "11010519491231002X", "13812345678", "6222020000000000018"
SECRETS = [IDENTITY, MOBILE, CARD]


def test_each_kind_is_one_instance_and_counts_its_places() -> None:
    made = report(sections={"problems": f"甲{IDENTITY}，乙{IDENTITY}。", "requests": "联系电话：0539-6012345。"})
    outcomes = judge(CHECK, made)
    verdicts = {key: outcome.verdict for key, outcome in outcomes.items()}
    assert verdicts == {"identity_number": "fail", "mobile": "pass", "bank_card": "pass", "home_address": "pass"}
    evidence = outcomes["identity_number"].evidence
    assert evidence.values["count"] == "2"
    assert {passage.section for passage in evidence.passages} == {"problems"}
    assert evidence.message == "疑似公开了公民身份号码2处：110************02X"


def test_the_office_s_own_mobile_weighs_less() -> None:
    outcomes = judge(CHECK, report(sections={"problems": f"联系电话：{MOBILE}。"}), kinds=["mobile"])
    assert {key: (each.verdict, each.severity) for key, each in outcomes.items()} == {
        "mobile:office": ("fail", "info")
    }


def test_figures_of_neighbouring_cells_make_no_number() -> None:
    made = report(sections={"requests": Draft("138\n1234\n5678")})
    assert judge(CHECK, made, kinds=["mobile"])["mobile"].verdict == "pass"


def planted(secret: str, where: str) -> list[str | list[list[tuple[str, int, int]]]]:
    def at(place: str) -> str:
        return f"{secret}" if place == where else ""

    table = [
        [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
        [(f"规章{at('label')}", 1, 1), (at("cell") or "0", 1, 1), ("0", 1, 1), ("0", 1, 1)],
        [("行政规范性文件", 1, 1), ("1", 1, 1), ("0", 1, 1), ("1", 1, 1)],
        [(f"其他{at('row')}", 1, 1), ("0", 1, 1), ("0", 1, 1), ("0", 1, 1)],
    ]
    return [
        f"青溪县水务局{at('title')}2023年政府信息公开工作年度报告",
        f"统计期限自2023年1月1日至2023年12月31日。{at('preamble')}",
        f"一、总体情况{at('heading')}",
        f"本年度新收申请99件{at('sentence')}，占12%{at('share')}。{at('paragraph')}",
        "二、主动公开政府信息情况",
        table,
        f"五、存在的主要问题及改进情况\n存在不足{at('problems')}。",
        f"六、其他需要报告的事项{at('other')}",
    ]


PLACES = [
    *("title", "preamble", "heading", "sentence", "share", "paragraph"),
    *("label", "cell", "row", "problems", "other"),
]


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_output_shows_it(secret: str, where: str, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(to_docx(planted(secret, where)))
    audit = gipaudit.audit(file)
    for name in ("json", "table"):
        renderer: Renderer = registry("register_renderers", "输出格式", "format")[name]
        text = "".join(renderer.render(audit, Settings(language="zh", width=120, color=False, readings=True)))
        digits = re.findall(r"\d[\d \-.]{8,}\d", text)
        assert secret not in text
        assert not any(secret[:10] in re.sub(r"\D", "", run) for run in digits)


@settings(max_examples=60)
@given(
    st.sampled_from(SECRETS),
    st.text("，。件（）号 申请人abc：", max_size=20),
    st.text("，。件（） 的年：", max_size=20),
)
def test_hiding_keeps_the_length_and_loses_the_number(secret: str, before: str, after: str) -> None:
    text = f"{before}{secret}{after}"
    assert len(mask(text)) == len(hide(text)) == len(text)
    assert secret not in hide(text)
