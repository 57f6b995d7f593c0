"""Sections are found by their headings, however these are written, else by their content."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.formats import Block, document

from gipaudit.documents.model import Document
from gipaudit.documents.reading import read
from gipaudit.forms.assembly import assemble
from gipaudit.forms.binding import bind
from gipaudit.forms.library import forms
from gipaudit.forms.report import Section
from gipaudit.forms.sections import find_sections

TITLES = {
    "overview": "总体情况",
    "disclosure": "主动公开政府信息情况",
    "applications": "收到和处理政府信息公开申请情况",
    "disputes": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
BODIES = {
    "overview": "云溪市水务局全年发布各类信息三百条，无一逾期。",
    "disclosure": "制发文件若干，均已在网站上登载。",
    "applications": "全年没有收到书面来函。",
    "disputes": "全年没有发生争议案件。",
    "problems": "人手偏少，发布偶有延迟，明年起增配一人。",
    "other": "本年度没有别的事项。",
}
CHINESE = "一二三四五六"


def found(blocks: list[Block], form: str = "2021", format: str = "docx", skip: int = 0) -> dict[str, Section]:
    return find(document(blocks, format), form, skip)


def find(read: Document, form: str = "2021", skip: int = 0) -> dict[str, Section]:
    chosen = forms()[form]
    return find_sections(read, chosen, bind(read, chosen).tables, skip)


def written(pattern: str, titles: dict[str, str] = TITLES) -> list[Block]:
    """Each section with its heading by the pattern, and its body."""
    blocks: list[Block] = []
    for number, (id, title) in enumerate(titles.items()):
        blocks += [pattern.format(number=CHINESE[number], figure=number + 1, title=title), BODIES[id]]
    return blocks


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "{number}、{title}",
            "{number}.{title}",
            "第{number}部分 {title}",
            "（{number}）{title}",
            "({number}) {title}",
        ),
        *("{figure}.{title}", "{figure}、{title}", "{number}、 {title}：", "　　{number}、{title}", "【{title}】"),
        *("{title}", "{number}、{title}。", "{number}，{title}", "第{number}章 {title}"),
    ],
)
def test_headings_are_known_by_any_numbering(pattern: str) -> None:
    sections = found(written(pattern))
    assert {id: section.text for id, section in sections.items() if id != "preamble"} == BODIES


@pytest.mark.parametrize("marks", ["# ", "## ", "### ", "**"])
def test_markdown_headings(marks: str) -> None:
    end = "**" if marks == "**" else ""
    sections = found(written(marks + "{number}、{title}" + end), format="markdown")
    assert {id: section.text for id, section in sections.items() if id != "preamble"} == BODIES


@pytest.mark.parametrize(
    ("id", "title"),
    [
        *(("overview", title) for title in ("概述", "工作总体推进情况", "政府信息公开工作总体情况")),
        *(("disclosure", title) for title in ("主动公开情况", "主动公开政府信息的情况")),
        ("applications", "收到和处理政府信息公开申请的情况"),
        *(("disputes", f"因政府信息公开工作被申请行政复议{link}提起行政诉讼情况") for link in ("、", "和", "及")),
        ("disputes", "行政复议、行政诉讼情况"),
        *(("problems", f"存在的主要问题{link}改进{end}") for link in "及和" for end in ("情况", "措施")),
        *(
            ("problems", title)
            for title in ("政府信息公开工作存在的主要问题及改进情况", "存在问题及改进情况", "存在的问题")
        ),
        *(("other", f"其他需要报告的{what}") for what in ("事宜", "情况")),
    ],
)
def test_titles_seen_in_real_reports(id: str, title: str) -> None:
    sections = found(written("{number}、{title}", TITLES | {id: title}))
    assert sections[id].state == "present"
    assert sections[id].text == BODIES[id]


def test_a_heading_and_its_text_in_one_paragraph() -> None:
    blocks: list[Block] = [
        f"{CHINESE[number]}、{title}。{BODIES[id] * 3}" for number, (id, title) in enumerate(TITLES.items())
    ]
    sections = found(blocks)
    assert {id: section.text for id, section in sections.items() if id != "preamble"} == {
        id: body * 3 for id, body in BODIES.items()
    }


def test_a_heading_glued_to_a_picture_mark() -> None:
    text = "\n".join(str(block) for block in written("{number}、{title}")).replace("三、", "[image: image1]三、")
    from gipaudit.documents.reading import read_bytes

    sections = find(read_bytes(text.encode()))
    assert sections["applications"].text == BODIES["applications"]
    assert sections["disclosure"].text == BODIES["disclosure"]


def test_a_list_of_contents_is_no_body() -> None:
    contents: list[Block] = [f"{CHINESE[number]}、{title}" for number, title in enumerate(TITLES.values())]
    sections = found(["目录", *contents, *written("{number}、{title}")])
    assert {id: section.text for id, section in sections.items() if id != "preamble"} == BODIES


def test_a_sentence_that_names_a_section_is_no_heading() -> None:
    blocks = written("{number}、{title}")
    blocks[1] = "本报告包括总体情况、主动公开政府信息情况、存在的主要问题及改进情况等六个部分，欢迎查阅。"
    sections = found(blocks)
    assert sections["problems"].text == BODIES["problems"]


def test_sub_headings_belong_to_their_section() -> None:
    blocks = written("{number}、{title}")
    blocks[2:2] = ["（一）主动公开。全年发布三百条。", "（五）监督保障。", "1.依申请公开情况", "按时答复。"]
    sections = found(blocks)
    assert "按时答复" in sections["overview"].text
    assert sections["disclosure"].text == BODIES["disclosure"]


def test_a_chapter_that_no_form_has_ends_the_one_before() -> None:
    blocks = written("{number}、{title}")
    blocks += ["七、名词解释", "政府信息是指履行职责中制作的信息。"]
    assert found(blocks)["other"].text == BODIES["other"]


@pytest.mark.parametrize("id", TITLES)
def test_a_section_without_heading_and_content_is_missing(id: str) -> None:
    titles = {key: title for key, title in TITLES.items() if key != id}
    sections = found(written("{number}、{title}", titles))
    assert sections[id].state == "missing"
    assert all(sections[other].state == "present" for other in titles)


@pytest.mark.parametrize("id", TITLES)
def test_in_a_converted_document_it_may_have_been_lost(id: str) -> None:
    titles = {key: title for key, title in TITLES.items() if key != id}
    sections = found(written("## {number}、{title}", titles), format="markdown")
    assert sections[id].state == "unknown"


@pytest.mark.parametrize("id", TITLES)
def test_a_heading_with_nothing_under_it_is_empty(id: str) -> None:
    blocks = written("{number}、{title}")
    blocks.remove(BODIES[id])
    sections = found(blocks)
    assert sections[id].state == "empty"
    assert all(section.state == "present" for key, section in sections.items() if key not in (id, "preamble"))


def test_content_without_its_heading_is_untitled() -> None:
    blocks = written("{number}、{title}")
    blocks.remove("五、存在的主要问题及改进情况")
    blocks[blocks.index(BODIES["problems"])] = "存在的问题：一是人手偏少，发布偶有延迟。"
    sections = found(blocks)
    assert sections["problems"].state == "untitled"
    assert "人手偏少" in sections["problems"].text


def test_a_table_without_its_heading_is_untitled() -> None:
    table: Block = [
        [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
        [("规章", 1, 1), ("0", 1, 1), ("0", 1, 1), ("0", 1, 1)],
        [("行政规范性文件", 1, 1), ("2", 1, 1), ("1", 1, 1), ("9", 1, 1)],
    ]
    titles = {key: title for key, title in TITLES.items() if key != "disclosure"}
    blocks = written("{number}、{title}", titles)
    sections = found([*blocks[:2], table, *blocks[2:]])
    assert sections["disclosure"].state == "untitled"
    assert len(sections["disclosure"].tables) == 1


def test_the_text_before_the_first_heading_is_the_preamble() -> None:
    sections = found(["云溪市水务局2023年年报", "本报告依据条例编制。", *written("{number}、{title}")], skip=1)
    assert sections["preamble"].text == "本报告依据条例编制。"


def test_thematic_chapters_of_the_old_form_are_no_defect() -> None:
    blocks: list[Block] = [
        *("一、概述", "全年工作平稳。", "二、推进办事公开", "编制办事指南。"),
        *("三、主动公开情况", "全年主动公开信息三百条。", "四、收费及减免情况", "没有收取费用。"),
        *("五、存在的问题", "更新不够及时。", "附件：云溪市水务局2016年政府信息公开情况统计表"),
        [
            [("统计指标", 1, 1), ("单位", 1, 1), ("统计数", 1, 1)],
            [("（一）收到申请数", 1, 1), ("件", 1, 1), ("3", 1, 1)],
        ],
    ]
    sections = found(blocks, "2014")
    assert {id: sections[id].state for id in ("overview", "proactive", "fees", "problems", "annex")} == dict.fromkeys(
        ("overview", "proactive", "fees", "problems", "annex"), "present"
    )
    assert sections["overview"].text == "全年工作平稳。"
    assert len(sections["annex"].tables) == 1


@pytest.mark.parametrize(
    ("case", "file", "states"),
    [
        ("jining_rfb_2020", "002_adb681750612390f.txt", {}),
        ("suqian_2023", "report.html", {}),
        ("shuyang_2025", "report.md", {}),
        ("ptczj_2021", "report.html", {"other": "missing"}),
        ("shbgt_2025", "report.md", {"problems": "untitled"}),
        *((f"pingtan_{year}", "report.html", {}) for year in (2019, 2021, 2023, 2024, 2025)),
    ],
)
def test_sections_of_real_reports(corpus: Path, case: str, file: str, states: dict[str, str]) -> None:
    sections = assemble(read(corpus / case / file), forms()).sections
    assert {id: sections[id].state for id in TITLES} == dict.fromkeys(TITLES, "present") | states


def test_sections_of_the_real_report_in_thematic_chapters(corpus: Path) -> None:
    file = corpus / "shandong_rfb_2018" / "000_89c75164dde49fe8.txt"
    sections = assemble(read(file), forms()).sections
    states = {id: section.state for id, section in sections.items()}
    assert states["fees"] == "missing"
    assert states["annex"] == states["problems"] == states["overview"] == "present"
    assert len(sections["annex"].tables) >= 1


@pytest.mark.parametrize("mark", ["：", ":", "。", " ", "；"])
def test_a_short_answer_behind_the_heading_is_its_text(mark: str) -> None:
    blocks = written("{number}、{title}")
    blocks[-2:] = [f"六、其他需要报告的事项{mark}无其他事项"]
    assert found(blocks)["other"].state == "present"
    assert found(blocks)["other"].text == "无其他事项"


@pytest.mark.parametrize("body", ["没有其他需要报告的事项。", "无其他需要报告的事项", "其他需要报告的事项：无。"])
def test_an_answer_that_repeats_the_title_is_no_heading(body: str) -> None:
    titles = {**TITLES, "other": "其他需要报告事项"}
    blocks = written("{number}、{title}", titles)
    sections = found([*blocks[:-1], body])
    assert sections["other"].title == "六、其他需要报告事项"
    assert (sections["other"].state, sections["other"].text) == ("present", body)


def test_a_chapter_with_the_sections_number_in_its_place_is_that_section_renamed() -> None:
    sections = found(written("{number}、{title}", {**TITLES, "problems": "今后努力的方向"}))
    assert sections["problems"].state == "present"
    assert sections["problems"].title == "五、今后努力的方向"
    assert sections["problems"].text == BODIES["problems"]


def test_a_chapter_out_of_place_or_with_another_number_is_no_section_renamed() -> None:
    titles = {id: title for id, title in TITLES.items() if id != "problems"}
    blocks = written("{number}、{title}", titles)
    assert found(blocks)["problems"].state == "missing"
    assert found(["五、关于本报告的说明", "说明若干。", *blocks])["problems"].state == "missing"


@pytest.mark.parametrize(("before", "state"), [("现将有关情况报告如下。", "present"), ("", "missing")])
def test_what_stands_before_the_first_heading_is_the_preamble(before: str, state: str) -> None:
    preamble = found([before, *written("{number}、{title}")])["preamble"]
    assert (preamble.state, preamble.text.strip()) == (state, before)


@pytest.mark.parametrize(
    "between", [[], ["填报单位：云溪市水务局"], ["填报单位（盖章）：云溪市水务局", "填报日期：2017年1月20日"]]
)
@pytest.mark.parametrize("title", ["附件：政府信息公开情况统计表", "云溪市水务局2016年度政府信息公开情况统计表"])
def test_a_table_is_titled_though_it_says_first_who_filled_it_in(title: str, between: list[str]) -> None:
    table = [[("（一）主动公开政府信息数", 1, 1), ("条", 1, 1), ("7", 1, 1)]]
    annex = found(["一、概述", BODIES["overview"], title, *between, table], "2014")["annex"]
    assert (annex.state, annex.title) == ("present", title.replace("：", ":"))
    assert len(annex.tables) == 1


def test_a_title_over_other_text_than_the_fillers_is_no_heading_of_a_table() -> None:
    table = [[("（一）主动公开政府信息数", 1, 1), ("条", 1, 1), ("7", 1, 1)]]
    listed = ["一、概述", BODIES["overview"], "附件：政府信息公开情况统计表", "云溪市水务局", "2017年1月20日", table]
    assert found(listed, "2014")["annex"].state == "untitled"
