"""What a manifest proves: when a report was public, whose it is, and which addresses are dead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fetched import Get, page
from support.site import Page, Site

from gipaudit.cli.main import run
from gipaudit.fetching.entry import Entry, entry_of
from gipaudit.fetching.evidence import evidence
from gipaudit.fetching.refusals import REASONS
from gipaudit.forms.fetched import Fetched

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
URL = "https://www.example.gov.cn/2024/a.html"
START = datetime(2024, 1, 20, 1, 0, tzinfo=UTC)


def entry(day: int = 0, **changed: Any) -> Entry:
    made = Entry(
        time=START + timedelta(days=day), unit="青溪市水务局", year=2023, role="page", url=URL, tries=1,
        final_url=URL, status=200, sha256="a" * 64, bytes=9, file="2023/青溪市水务局/报告页面.html",
    )  # fmt: skip
    return replace(made, **changed)


def gone(day: int, tries: int = 2) -> Entry:
    return entry(day, code="gone", status=404, tries=tries, sha256="", file="")


def known(*entries: Entry) -> Fetched:
    (found,) = evidence(entries).all
    return found


def test_a_file_was_public_on_the_first_day_it_was_seen_as_it_is() -> None:
    assert known(entry(0), entry(9)).seen == date(2024, 1, 20)
    assert known(entry(0), entry(9, sha256="b" * 64), entry(12, sha256="b" * 64)).seen == date(2024, 1, 29)


def test_days_are_those_of_china() -> None:
    assert known(entry(time=datetime(2024, 1, 31, 17, 0, tzinfo=UTC))).seen == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Fri, 19 Jan 2024 10:00:00 GMT", date(2024, 1, 19)),
        ("Mon, 19 Jan 2026 10:00:00 GMT", None),  # after the answer: a clock that is wrong
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_servers_word_counts_where_it_can_be_true(text: str, day: date | None) -> None:
    found = known(entry(last_modified=text))
    assert found.changed == day
    assert found.public_by == (day or date(2024, 1, 20))


def test_an_address_is_dead_after_as_many_answers_as_came_in_a_row() -> None:
    assert known(gone(0)).gone == 2
    assert known(gone(0), gone(1)).gone == 4
    assert known(entry(0), gone(1, tries=1)).gone == 1
    assert known(gone(0), entry(1)).gone == 0
    assert known(gone(0), entry(1, code="timeout", status=None, sha256="", file="")).gone == 0


def test_one_answer_told_of_two_units_counts_once() -> None:
    other = replace(gone(0), unit="青溪市水务中心")
    assert [each.gone for each in evidence([gone(0), other]).all] == [2, 2]


@pytest.mark.parametrize(
    ("final", "moved"),
    [(URL, False), ("https://www.example.gov.cn/", True), ("https://www.example.gov.cn/index.html", True),
     ("https://www.example.gov.cn/2024/b.html", False), ("https://www.example.gov.cn/?id=3", False)],
)  # fmt: skip
def test_the_front_page_is_no_report(final: str, moved: bool) -> None:
    assert known(entry(final_url=final)).moved is moved


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(
    made=st.builds(
        Entry,
        time=st.datetimes(timezones=st.just(UTC)), unit=texts, year=st.integers(0, 3000),
        role=st.sampled_from(["page", "attachment"]), url=texts, tries=st.integers(0, 99), page=texts, name=texts,
        final_url=texts, status=st.none() | st.integers(100, 599), code=st.sampled_from(["", *REASONS]),
        sha256=st.just("a" * 64), bytes=st.integers(0, 1 << 40), content_type=texts, etag=texts, last_modified=texts,
        published=st.none() | st.dates(), file=st.just("2023/a/b.html"), left_out=st.none() | st.integers(0, 999),
    )
)  # fmt: skip
def test_what_is_written_is_what_is_read(made: Entry) -> None:
    line = made.line()
    assert line.count("\n") == 1
    assert entry_of(line) == made


# --- an audit with a manifest ---


def audited(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capsys.readouterr()
    manifest = ["--manifest", str(folder / "manifest.jsonl")]
    run(["audit", str(folder), *manifest, "--format", "json", "--today", "2024-06-01", "--no-readings", *options])
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def verdict(card: dict[str, Any], rule: str) -> str:
    return next(each["verdict"] for each in card["rules"] if each["id"] == rule)


def undated(unit: str) -> bytes:
    """A report that bears no day of its own, of a unit or, without a name, of nobody that could be told."""
    text = (EXAMPLES / "青溪市文化广播局2020年政府信息公开工作年度报告.txt").read_text(encoding="utf-8")
    text = text.replace("2021年1月22日", "").replace("2020", "2023")
    return text.replace("青溪市文化广播局", unit).encode()


def test_an_audit_knows_by_its_manifest(
    site: Site, get: Get, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Four reports that bear no day; the first was fetched in January, all were in May. The fourth bears no name."""
    heads = ["", '<meta name="PubDate" content="2024-02-20">', "", '<meta name="PubDate" content="2024-01-19">']
    for number, head in enumerate(heads, 1):
        site.pages[f"/{number}.html"] = Page(page(f"/{number}.doc", "/annex.pdf", head=head, title="年度报告"))
        site.pages[f"/{number}.doc"] = Page(undated(f"青溪市第{number}局" if number < 4 else "本单位"))
    urls = [site.url(f"/{number}.html") for number in (1, 2, 3, 4)]
    get(urls[0])
    get(*urls, day=datetime(2024, 5, 6, tzinfo=UTC))
    archive = ["--archive", str(tmp_path / "archive.db")]
    audit = audited(tmp_path / "out", capsys, *archive)
    cards = {card["unit"]: card for card in audit["scorecards"]}
    assert sorted(cards) == [f"青溪市第{number}局" for number in (1, 2, 3, 4)]
    days = [verdict(cards[f"青溪市第{number}局"], "deadline.published") for number in (1, 2, 3, 4)]
    assert days == ["pass", "fail", "not_assessable", "pass"]
    (late,) = (each for each in cards["青溪市第2局"]["findings"] if each["rule"] == "deadline.published")
    assert late["message"] == "发布日期为2024年2月20日（报告所在网页标注），应不晚于2024年1月31日，迟20天"
    assert [each["why"] for each in cards["青溪市第4局"]["uncertain"] if each["what"] == "unit"] == [
        "报告没有写明，取自采集清单"
    ]
    assert {verdict(card, "fetched.page") for card in cards.values()} == {"pass"}
    (dead,) = (each for each in cards["青溪市第2局"]["findings"] if each["rule"] == "fetched.attachments")
    assert site.url("/annex.pdf") in dead["message"]
    assert "404" in dead["message"]
    assert "manifest.jsonl" not in [each["source"] for each in (*audit["skipped"], *audit["unreadable"])]
    # Asked again of the archive and without the files, the manifest says the same.
    manifest = ["--manifest", str(tmp_path / "out" / "manifest.jsonl")]
    run(["rescore", *archive, *manifest, "--format", "json", "--today", "2024-06-01", "--no-readings"])
    again = {card["unit"]: card for card in json.loads(capsys.readouterr().out)["scorecards"]}
    assert {unit: card["rules"] for unit, card in again.items()} == {
        unit: card["rules"] for unit, card in cards.items()
    }


def test_a_dead_page_is_told_of_a_unit_that_sent_nothing(
    site: Site, get: Get, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    get(site.url("/gone.html"), site.url("/down.html"))
    units = tmp_path / "units.csv"
    units.write_text("单位,级别\n青溪市第1局,市级部门\n青溪市第2局,市级部门\n", encoding="utf-8")
    site.pages["/down.html"] = Page(status=500)
    audit = audited(tmp_path / "out", capsys, "--units", str(units), "--report-year", "2023")
    cards = {card["unit"]: card for card in audit["scorecards"]}
    assert verdict(cards["青溪市第1局"], "fetched.page") == "fail"
    assert verdict(cards["青溪市第1局"], "report.present") == "fail"


def test_a_page_that_only_offers_the_report_is_no_report(
    site: Site, get: Get, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its title is the report's, and nothing is missing from it, whether the file came or not."""
    for number in (1, 2):
        title = f"青溪市第{number}局2023年政府信息公开工作年度报告"
        site.pages[f"/{number}.html"] = Page(page(f"/{number}.doc", title=title))
    site.pages["/1.doc"] = Page(undated("青溪市第1局"))
    get(site.url("/1.html"), site.url("/2.html"))
    units = tmp_path / "units.csv"
    units.write_text("单位,级别\n青溪市第1局,市级部门\n青溪市第2局,市级部门\n", encoding="utf-8")
    audit = audited(tmp_path / "out", capsys, "--units", str(units))
    sources = [card["source"] for card in audit["scorecards"]]
    assert sources == ["2023/青溪市第1局/1.txt", None]
    assert [each["code"] for each in audit["skipped"]] == ["cover", "cover"]
    absent = audit["scorecards"][1]
    # The file may hold the report, so that nobody says that it was not published.
    assert verdict(absent, "report.present") == "not_assessable"


def test_without_a_manifest_nobody_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(undated("青溪市第1局"))
    run(["audit", str(tmp_path / "a.txt"), "--format", "json", "--no-readings", "--today", "2024-05-01"])
    (card,) = json.loads(capsys.readouterr().out)["scorecards"]
    assert [verdict(card, rule) for rule in ("fetched.page", "fetched.attachments")] == ["not_applicable"] * 2
