"""An invented report in each place's shape, and the marks that its rubric gives, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from provinces.office import OVERVIEW, card, marks, report

from gipaudit.authoring.specimen import Draft
from gipaudit.forms.report import Report

HALF = Decimal("0.5")
GONE = Draft(state="missing")


def licheng(published: date | None = date(2021, 1, 20), **more: Any) -> Report:
    return report("2019", "云溪区农业农村局", 2020, "county-department", published, **more)


def test_licheng_takes_five_for_each_circumstance_until_ten_are_gone() -> None:
    """10 marks. Published in time, all elements there, nobody sent it back: 10; filed late: 10 − 5 = 5.

    Published on 9 February, after 31 January: − 5. A section is missing: − 5. Both: 0, and filing late takes no more.
    """
    rules = "quanzhou-licheng-2020"
    assert marks(card(rules, licheng(), filed=0)) == (10, 10)
    assert marks(card(rules, licheng(), filed=5)) == (5, 5)
    late, short = date(2021, 2, 9), {"problems": GONE}
    assert marks(card(rules, licheng(late), filed=0)) == (5, 5)
    assert marks(card(rules, licheng(sections=short), filed=0)) == (5, 5)
    assert marks(card(rules, licheng(late, sections=short), filed=0)) == (0, 0)
    assert marks(card(rules, licheng(late, sections=short), filed=5, returned=5)) == (0, 0)


def test_licheng_leaves_open_what_only_the_office_knows() -> None:
    """Whether it was filed in time is in no file: 5 to 10, and the card says what is pending."""
    made = card("quanzhou-licheng-2020", licheng())
    assert (marks(made), made.score.pending) == ((5, 10), ("未及时备案（扣0–5分）",))


def test_licheng_counts_many_missing_elements_once() -> None:
    """Two sections and a row are missing: one circumstance, − 5."""
    made = licheng(sections={"problems": GONE, "other": GONE}, cells={"applications.new.natural": "缺"})
    assert marks(card("quanzhou-licheng-2020", made, filed=0)) == (5, 5)


def test_licheng_has_a_person_say_whether_text_was_copied() -> None:
    """Last year's overview word for word: suspected, 5 to 10; confirmed: 10 − 5 = 5; cleared: 10."""
    said = {"overview": COPIED}
    made = licheng(sections=said)
    before = report("2019", "云溪区农业农村局", 2019, "county-department", date(2020, 1, 20), sections=said)
    rules = "quanzhou-licheng-2020"
    assert marks(card(rules, made, earlier=[before], filed=0)) == (5, 10)
    assert marks(card(rules, made, earlier=[before], filed=0, alike=5)) == (5, 5)
    assert marks(card(rules, made, earlier=[before], filed=0, alike=0)) == (10, 10)


COPIED = (
    "（一）主动公开。围绕农田水利、良种补贴和防汛抗旱等群众关心的事项，通过门户网站和村务公开栏发布信息，"
    "邀请种粮大户座谈，听取他们对惠农政策公开方式的意见。"
    "（二）依申请公开。修订受理流程，设专人登记，答复前由法规科审核，疑难申请由局务会集体讨论。"
    "（三）政府信息管理。对五年来的文件逐件清理，失效的标注，遗失的补录，形成电子台账备查。"
    "（四）政府信息公开平台建设。在办事大厅增设查询机，把种子、农药经营许可的办理指南做成图解张贴。"
    "（五）监督保障。每季度抽查各科室栏目更新，结果在局务会上通报，列入年终考核；请服务对象评议，没有责任追究的情况。"
)


def test_yuhuan_gives_four_in_time_two_late_and_an_interval_where_the_day_is_unknown() -> None:
    """4 marks, the report of 2017 on the form of 2014: by 31 March 4; on 10 April 4 − 2 = 2; day unknown 2 to 4."""

    def made(published: date | None) -> Report:
        return report("2014", "云溪市教育局", 2017, "city-department", published)

    assert marks(card("yuhuan-2018", made(date(2018, 3, 31)))) == (4, 4)
    assert marks(card("yuhuan-2018", made(date(2018, 4, 10)))) == (2, 2)
    assert marks(card("yuhuan-2018", made(None))) == (2, 4)


def test_jiamusi_takes_marks_in_four_lines_each_down_to_its_own() -> None:
    """15 = timely 3 + contents 5 + figures 4 + words 3.

    Late: timely 3 − 3 = 0. A section empty: contents 5 − 1 = 4. 收到申请 2 beside channels 1: figures 4 − 1 = 3.
    No concrete problem and no measure: words 3 − 1 − 1 = 1. Together 0 + 4 + 3 + 1 = 8.
    """
    assert marks(card("jiamusi-2018", jiamusi(date(2018, 3, 1)))) == (15, 15)
    made = jiamusi(
        date(2018, 4, 2),
        cells={"statistics.3.1.count": 2, "statistics.3.1.1.count": 1},
        sections={"fees": Draft(text="", state="empty"), "problems": "取得一定成绩，今后继续努力。"},
    )
    lines = {line.id: line.low for line in card("jiamusi-2018", made).dimensions}
    assert lines == {"timely": 0, "contents": 4, "figures": 3, "words": 1}
    assert marks(card("jiamusi-2018", made)) == (8, 8)


def jiamusi(published: date, **more: Any) -> Report:
    return report("2014", "云溪市教育局", 2017, "city-department", published, **more)


def mianyang(published: date = date(2023, 1, 18), **more: Any) -> Report:
    return report("2021", "云溪市水利局", 2022, "city-department", published, **more)


def test_mianyang_takes_half_a_mark_for_each_kind_of_circumstance() -> None:
    """15. Late − 0.5; a section missing − 0.5; two columns out of balance are one kind, − 0.5: 13.5.

    The other lines of the 15, recorded by the office: − 4 leaves 9.5, which passes (9); − 5 leaves 8.5, which fails.
    """
    rules = "mianyang-2022"
    assert (marks(card(rules, mianyang())), card(rules, mianyang()).score.grade) == ((15, 15), "合格")
    wrong = mianyang(
        date(2023, 2, 3),
        sections={"other": GONE},
        cells={"applications.new.natural": 3, "applications.new.business": 2, "applications.new.total": 5},
    )
    assert marks(card(rules, wrong)) == (Decimal("13.5"), Decimal("13.5"))
    assert (marks(card(rules, wrong, others=4))[0], card(rules, wrong, others=4).score.grade) == (9 + HALF, "合格")
    assert (marks(card(rules, wrong, others=5))[0], card(rules, wrong, others=5).score.grade) == (8 + HALF, "不合格")


def test_mianyang_has_a_person_say_whether_a_report_is_perfunctory() -> None:
    """No concrete problem: 14.5 to 15 until a person says yes: 15 − 0.5 = 14.5."""
    made = mianyang(sections={"problems": "取得一定成绩，今后继续努力。"})
    assert marks(card("mianyang-2022", made)) == (14 + HALF, 15)
    assert marks(card("mianyang-2022", made, perfunctory="0.5")) == (14 + HALF, 14 + HALF)


def test_mianyang_fails_whoever_publishes_an_identity_number() -> None:
    """One veto: 0 marks and 不合格, whatever else is in order."""
    made = card("mianyang-2022", mianyang(sections={"other": "申请人身份证号11010519491231002X，已办结。"}))
    assert (marks(made), made.score.grade) == ((0, 0), "不合格")
    assert made.score.vetoed_by == ("privacy.identity_number",)


@pytest.mark.parametrize(("chosen", "grade"), [(10, "优"), (8, "良"), (6, "一般"), (0, "差")])
def test_the_appraisal_sheet_gives_what_the_appraiser_chose(chosen: int, grade: str) -> None:
    """优 10, 良 8, 一般 6, 差 0; findings cost nothing, they are for the appraiser to read."""
    made = mianyang(date(2023, 2, 3), sections={"other": GONE})
    given = card("appraisal-sheet", made, appraisal=chosen)
    assert (marks(given), given.score.grade) == ((chosen, chosen), grade)
    assert {"deadline.published", "sections.present"} <= {finding.rule for finding in given.findings}


def test_the_appraisal_sheet_is_open_until_somebody_appraises() -> None:
    assert marks(card("appraisal-sheet", mianyang())) == (0, 10)


def test_the_municipal_list_takes_fives_and_tens_from_a_hundred() -> None:
    """Submission confirmed late − 5; two complaints proved − 20; one late disclosure − 10: 65, 不达标.

    With one complaint 75, 达标; a late day alone leaves 95 to 100, for submission is not publication.
    """
    rules, late = "municipal-deductions", jiamusi(date(2018, 4, 2))
    worst = card(rules, late, submitted=5, complaints=20, disclosed_late=10)
    assert (marks(worst), worst.score.grade) == ((65, 65), "不达标")
    better = card(rules, late, submitted=5, complaints=10, disclosed_late=10)
    assert (marks(better), better.score.grade) == ((75, 75), "达标")
    assert marks(card(rules, late)) == (95, 100)
    assert marks(card(rules, jiamusi(date(2018, 3, 2)))) == (100, 100)


def test_the_prefecture_takes_two_for_each_part_that_is_missing() -> None:
    """100. Three sections missing, one empty: 100 − 3 × 2 − 2 = 92, 优秀; all six missing: 100 − 12 = 88, 良好."""
    rules = "prefecture-percent"
    some = mianyang(
        sections={"overview": GONE, "problems": GONE, "disputes": GONE, "other": Draft(text="", state="empty")}
    )
    assert (marks(card(rules, some)), card(rules, some).score.grade) == ((92, 92), "优秀")
    every = dict.fromkeys(("overview", "disclosure", "applications", "disputes", "problems", "other"), GONE)
    none = card(rules, mianyang(sections=every))
    assert (marks(none), none.score.grade) == ((88, 88), "良好")


def test_the_county_leaves_the_catalogue_to_a_person() -> None:
    """5. With a report 4 to 5 until somebody says whether the catalogue is up to date; it is not: 5 − 1 = 4."""
    assert marks(card("county-catalogue", mianyang())) == (4, 5)
    assert marks(card("county-catalogue", mianyang(), catalogue=1)) == (4, 4)


def test_shuozhou_has_three_grades_of_its_own() -> None:
    """The national example takes 8 for a late day: 100 − 8 = 92, 优秀; and 15 for last year's form: 77, 合格 (70)."""
    late = mianyang(date(2023, 2, 3))
    assert (marks(card("shuozhou-civil-affairs", late)), card("shuozhou-civil-affairs", late).score.grade) == (
        (92, 92),
        "优秀",
    )
    old = report("2019", "云溪市民政局", 2022, "city-department", date(2023, 2, 3))
    made = card("shuozhou-civil-affairs", old)
    assert (marks(made), made.score.grade) == ((77, 77), "合格")


def test_huaihua_has_its_own_dates_and_asks_for_a_short_overview() -> None:
    """The city's day for 2021, 28 January, is missed on the 30th: 100 − 4 = 96; the law's, 31 January, is kept.

    An overview of 1,001 characters is told and costs nothing.
    """
    late = report("2021", "云溪市水利局", 2021, "city-department", date(2022, 1, 30))
    assert marks(card("huaihua-2023", late)) == (96, 96)
    assert {finding.rule for finding in card("huaihua-2023", late).findings} == {"huaihua.published_2021"}
    wordy = OVERVIEW + "甲" * (1001 - len(OVERVIEW))
    long = report("2021", "云溪市水利局", 2023, "city-department", date(2024, 1, 30), sections={"overview": wordy})
    made = card("huaihua-2023", long)
    assert marks(made) == (100, 100)
    (finding,) = made.findings
    assert (finding.severity, finding.message) == ("info", "“总体情况”共1001字，通知要求原则上不超过1000字")


def test_sichuan_takes_two_where_the_period_is_not_stated() -> None:
    """100 − 2 = 98; the national example would take one."""
    made = report("2021", "云溪市水利局", 2022, "city-department", date(2023, 1, 18), period="")
    assert (marks(card("sichuan-db51-2660", made)), marks(card("national", made))) == ((98, 98), (99, 99))
