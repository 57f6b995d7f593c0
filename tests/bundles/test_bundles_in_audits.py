"""``audit`` and ``inspect`` take ZIP files as they take folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.formats import to_html
from support.zips import ENCRYPTED, Packed, packed, zipped

from gipaudit import audit
from gipaudit.cli.exit_codes import exit_code
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError, UsageError
from gipaudit.pipeline import read_report
from gipaudit.scorecard import Audit


def report(unit: str, year: int = 2023) -> bytes:
    lines = [f"{unit}{year}年政府信息公开工作年度报告", *chapters()]
    return to_html(lines)


def chapters() -> list[str]:
    return [
        *("一、总体情况", "本机关按照条例要求开展政府信息公开工作，现将有关情况报告如下。"),
        *(
            "二、主动公开政府信息情况",
            "全年主动公开信息120条。",
            "三、收到和处理政府信息公开申请情况",
            "收到申请2件。",
        ),
        *("四、政府信息公开行政复议、行政诉讼情况", "没有发生。", "五、存在的主要问题及改进情况", "公开不够及时。"),
        *("六、其他需要报告的事项", "无。"),
    ]


WATER, FOREST = report("云溪市水务局"), report("云溪市林业局")


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def sources(done: Audit) -> list[str | None]:
    return [card.source for card in done.scorecards]


def codes(done: Audit) -> dict[str, str]:
    return {item.source: item.code for item in (*done.unreadable, *done.skipped)}


def test_a_bundle_given_by_name_and_one_in_a_folder_hold_the_same_reports(tmp_path: Path) -> None:
    path = written(tmp_path / "甲" / "年报.zip", zipped({"水务局/年报.html": WATER, "林业局.html": FOREST}))
    by_name, in_folder = audit(path), audit(tmp_path)
    members = ["林业局.html", "水务局/年报.html"]
    assert sources(by_name) == [f"年报.zip!/{member}" for member in members]
    assert sources(in_folder) == [f"甲/年报.zip!/{member}" for member in members]
    assert [card.findings for card in by_name.scorecards] == [card.findings for card in in_folder.scorecards]


def test_a_member_says_what_the_file_itself_would(tmp_path: Path) -> None:
    bundled = audit(written(tmp_path / "a.zip", zipped({"水务局.html": WATER}))).scorecards[0]
    plain = audit(written(tmp_path / "水务局.html", WATER)).scorecards[0]
    assert (bundled.sha256, bundled.score, bundled.findings) == (plain.sha256, plain.score, plain.findings)


def test_one_web_page_saved_with_its_pictures_is_one_report(tmp_path: Path) -> None:
    files = {"年报.html": WATER, "年报_files/1.png": b"\x89PNG\r\n\x1a\n", "年报_files/a.css": b"p { margin: 0 }"}
    done = audit(written(tmp_path / "网页.zip", zipped(files)))
    assert (sources(done), codes(done)) == (["网页.zip!/年报.html"], {})
    for name, data in files.items():
        written(tmp_path / "网页" / name, data)
    assert (sources(audit(tmp_path / "网页")), codes(audit(tmp_path / "网页"))) == (["年报.html"], {})


def test_what_cannot_be_read_in_a_bundle_costs_only_itself(tmp_path: Path) -> None:
    members = [
        Packed("好.html".encode("gbk"), WATER),
        Packed("密.docx".encode("gbk"), b"x" * 50, ENCRYPTED),
        Packed("弹.docx".encode("gbk"), b"\0" * 5_000_000),
        Packed("坏.docx".encode("gbk"), b"PK\x03\x04 cut short"),
        Packed("坏.zip".encode("gbk"), b"PK\x03\x04 cut short"),
        Packed("图.png".encode("gbk"), b"\x89PNG\r\n\x1a\n"),
    ]
    done = audit(written(tmp_path / "a.zip", packed(members)))
    assert sources(done) == ["a.zip!/好.html"]
    told = codes(done)
    assert {name.removeprefix("a.zip!/"): code for name, code in told.items() if not name.endswith(".png")} == {
        "密.docx": "encrypted",
        "弹.docx": "inflates",
        "坏.docx": "damaged",
        "坏.zip": "damaged",
    }
    assert exit_code(done, "never", None) == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"a.html": WATER})[:-40], "damaged"),
        (packed([Packed(b"a.html", WATER, ENCRYPTED)]), "encrypted"),
        (zipped({}), "empty"),
    ],
    ids=["cut short", "under a password", "empty"],
)
def test_a_bundle_named_that_cannot_be_read_is_a_document_that_cannot(tmp_path: Path, data: bytes, code: str) -> None:
    path = written(tmp_path / "年报.zip", data)
    done = audit(path)
    assert codes(done) == {"年报.zip": code}
    assert exit_code(done, "never", None) == 4


def test_a_bundle_without_a_report_leaves_nothing_to_audit(tmp_path: Path) -> None:
    done = audit(written(tmp_path / "a.zip", zipped({"说明.txt": "中秋节放假安排。".encode()})))
    assert codes(done) == {"a.zip!/说明.txt": "unrelated"}
    assert exit_code(done, "never", None) == 5


def test_limits_that_are_set_hold_for_bundles(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", zipped({"a.html": WATER, "b.html": FOREST}))
    assert codes(audit(path, limits=Limits(members=1))) == {"a.zip": "too-many-members"}


def test_the_same_content_twice_is_audited_once_and_told(tmp_path: Path) -> None:
    written(tmp_path / "乙.html", WATER)
    written(tmp_path / "甲.zip", zipped({"丙.html": WATER, "丁.html": FOREST}))
    done = audit(tmp_path)
    assert sources(done) == ["甲.zip!/丁.html", "乙.html"]
    [skipped] = done.skipped
    assert (skipped.source, skipped.code) == ("甲.zip!/丙.html", "duplicate")
    assert "乙.html" in skipped.message


def test_the_same_file_given_twice_is_one_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", zipped({"a.html": WATER}))
    done = audit([path, tmp_path, Path(f"{path}!/a.html")])
    assert (sources(done), codes(done)) == (["a.zip!/a.html"], {})


def test_a_member_or_a_folder_of_a_bundle_may_be_named(tmp_path: Path) -> None:
    files = {"水务局/年报.html": WATER, "林业局/年报.html": FOREST}
    path = written(tmp_path / "a.zip", zipped(files))
    for name in ("水务局/年报.html", "水务局"):
        assert sources(audit(Path(f"{path}!/{name}"))) == ["a.zip!/水务局/年报.html"]
    with pytest.raises(UsageError, match="没有“教育局”"):
        audit(Path(f"{path}!/教育局"))


def test_a_member_named_is_a_document_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", zipped({"a.png": b"\x89PNG\r\n\x1a\n", "b.html": WATER}))
    done = audit(Path(f"{path}!/a.png"))
    assert exit_code(done, "never", None) == 4


def test_what_is_set_by_hand_is_set_for_one_report(tmp_path: Path) -> None:
    alone = written(tmp_path / "一.zip", zipped({"a.html": WATER}))
    assert audit(alone, unit="某某局").scorecards[0].unit == "某某局"
    two = written(tmp_path / "二.zip", zipped({"a.html": WATER, "b.html": FOREST}))
    with pytest.raises(UsageError):
        audit(two, unit="某某局")
    assert audit(Path(f"{two}!/b.html"), unit="某某局").scorecards[0].unit == "某某局"


def test_one_report_of_a_bundle_is_inspected(tmp_path: Path) -> None:
    two = written(tmp_path / "二.zip", zipped({"a.html": WATER, "b.html": FOREST}))
    assert read_report(Path(f"{two}!/b.html")).identity.unit == "云溪市林业局"
    with pytest.raises(UsageError, match="请指明一个"):
        read_report(two)
    alone = written(tmp_path / "一.zip", zipped({"a.html": WATER}))
    assert read_report(alone).identity.unit == "云溪市水务局"
    with pytest.raises(DocumentError, match="没有文件"):
        read_report(written(tmp_path / "空.zip", zipped({})))


def test_two_runs_give_equal_bytes(tmp_path: Path) -> None:
    from gipaudit.renderers.json import render
    from gipaudit.renderers.renderer import Settings

    members = {f"{n}/年报.html": report(f"云溪市第{n}中学") for n in "三一二"}
    path = written(tmp_path / "a.zip", zipped(members))
    other = written(tmp_path / "b" / "a.zip", zipped(dict(reversed(members.items()))))
    first, second = ("".join(render(audit(each), Settings())) for each in (path, other))
    assert json.loads(first)["summary"]["reports"] == 3
    assert first == second


VOLUME = to_html(
    [line for unit in ["水务局", "林业局"] for line in (f"云溪市{unit}2023年政府信息公开工作年度报告", *chapters())]
)


def test_a_file_of_several_reports_is_refused_and_names_them(tmp_path: Path) -> None:
    done = audit(written(tmp_path / "汇编.html", VOLUME))
    assert codes(done) == {"汇编.html": "several-reports"}
    assert "云溪市林业局2023年、云溪市水务局2023年" in done.unreadable[0].message
    assert "拆成" in done.unreadable[0].message


@pytest.mark.parametrize(
    "lines",
    [
        ["云溪市林业局2023年政府信息公开工作年度报告", "云溪市水务局2023年政府信息公开工作年度报告", *chapters()],
        ["云溪市水务局2023年政府信息公开工作年度报告", *chapters(), "云溪市林业局2023年政府信息公开工作年度报告"],
        ["云溪市水务局2023年政府信息公开工作年度报告", *chapters(), "云溪市水务局2023年政府信息公开工作年度报告"],
        ["云溪市水务局2023年政府信息公开工作年度报告", *chapters(), *chapters()],
    ],
    ids=["links above", "links below", "its own title again", "chapters again"],
)
def test_titles_of_other_reports_make_no_volume(tmp_path: Path, lines: list[str]) -> None:
    assert sources(audit(written(tmp_path / "a.html", to_html(lines)))) == ["a.html"]


def inspected(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    from gipaudit.cli.main import run

    assert run(["--lang", "zh", "inspect", str(path)]) == 0
    return capsys.readouterr().out.replace("\n", "").replace(" ", "")


def test_inspect_says_what_an_audit_makes_of_a_part_of_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ("信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 0 0 3", "行政规范性文件 1 0 7")
    table = [[(text, 1, 1) for text in line.split()] for line in lines]
    annex = written(tmp_path / "附件.html", to_html(["附件：政府信息公开情况统计表", table]))
    assert "审核时作为附件" in inspected(annex, capsys)
    assert "请拆成一份一个文件" in inspected(written(tmp_path / "汇编.html", VOLUME), capsys)
    whole = inspected(written(tmp_path / "年报.html", WATER), capsys)
    assert "作为附件" not in whole
    assert "拆成" not in whole
