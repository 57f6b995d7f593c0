"""A page and the files that it offers are got once, saved as served, and written down."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.fetched import QUICK, Get, later, manifest, page, targets
from support.site import Page, Request, Site

from gipaudit.fetching.running import fetch

DOCX = b"PK\x03\x04" + bytes(26) + b"word/document.xml"
PDF = b"%PDF-1.7\nan invented report"


def test_a_page_and_its_files_are_saved_as_served(site: Site, get: Get, tmp_path: Path) -> None:
    served = page("files/report.pdf", "/t.docx").decode().encode("gb18030")
    site.pages["/2023/a.html"] = Page(served, headers={"ETag": '"1"', "Content-Type": "text/html; charset=utf-8"})
    site.pages["/2023/files/report.pdf"] = Page(PDF, headers={"Content-Type": "text/plain"})
    site.pages["/t.docx"] = Page(DOCX)
    (collected,) = get(site.url("/2023/a.html"))
    folder = tmp_path / "out"
    files = {entry.role + entry.file: (folder / entry.file).read_bytes() for entry in collected.entries}
    assert files == {
        "page2023/青溪市第1局/报告页面.html": served,
        "attachment2023/青溪市第1局/report.pdf": PDF,
        "attachment2023/青溪市第1局/t.docx": DOCX,
    }
    first = manifest(folder)[0]
    assert first["sha256"] == hashlib.sha256(served).hexdigest()
    assert (first["status"], first["bytes"], first["etag"]) == (200, len(served), '"1"')
    assert [entry["page"] for entry in manifest(folder)] == ["", site.url("/2023/a.html"), site.url("/2023/a.html")]


def test_nothing_is_asked_for_twice(site: Site, get: Get) -> None:
    site.pages["/a.html"] = Page(page("/t.pdf"))
    site.pages["/t.pdf"] = Page(PDF)
    first = get(site.url("/a.html"))
    asked = len(site.asked)
    second = get(site.url("/a.html"))
    assert len(site.asked) == asked
    assert [each.entries for each in second] == [each.entries for each in first]
    assert [each.asked for each in (*first, *second)] == [2, 0]


def test_what_failed_is_tried_in_the_next_run(site: Site, get: Get, tmp_path: Path) -> None:
    site.pages["/a.html"] = Page(page("/t.pdf"))
    (collected,) = get(site.url("/a.html"))
    assert [entry.code for entry in collected.entries] == ["", "gone"]
    site.pages["/t.pdf"] = Page(PDF)
    (collected,) = get(site.url("/a.html"))
    assert [entry.code for entry in collected.entries] == ["", ""]
    assert site.paths().count("/a.html") == 1
    assert [entry["code"] for entry in manifest(tmp_path / "out")] == ["", "gone", ""]


def test_a_file_that_was_lost_is_got_again(site: Site, get: Get, tmp_path: Path) -> None:
    site.pages["/a.html"] = Page(page())
    (collected,) = get(site.url("/a.html"))
    file = tmp_path / "out" / collected.entries[0].file
    file.unlink()
    get(site.url("/a.html"))
    assert file.read_bytes() == page()


def test_again_takes_what_changed_and_nothing_else(site: Site, get: Get, tmp_path: Path) -> None:
    def answer(request: Request) -> Page:
        if request.headers.get("if-none-match") == '"1"' and request.headers["if-modified-since"]:
            return Page(status=304)
        return Page(page("/t.pdf"), headers={"ETag": '"1"', "Last-Modified": "Fri, 19 Jan 2024 10:00:00 GMT"})

    site.pages["/a.html"], site.pages["/t.pdf"] = answer, Page(PDF)
    get(site.url("/a.html"))
    site.pages["/t.pdf"] = Page(PDF + b" mended")
    (collected,) = get(site.url("/a.html"), again=True)
    assert [(entry.status, entry.bytes) for entry in collected.entries] == [(304, len(page("/t.pdf"))), (200, 34)]
    assert (tmp_path / "out" / collected.entries[1].file).read_bytes().endswith(b" mended")
    assert len(manifest(tmp_path / "out")) == 4


def test_unchanged_without_having_asked_is_no_file(site: Site, get: Get) -> None:
    site.pages["/a.html"] = Page(status=304)
    (collected,) = get(site.url("/a.html"))
    assert [(entry.code, entry.status) for entry in collected.entries] == [("status", 304)]


def test_one_page_of_two_units_is_got_once_and_told_of_both(site: Site, get: Get, tmp_path: Path) -> None:
    site.pages["/a.html"] = Page(page("/t.pdf"))
    site.pages["/t.pdf"] = Page(PDF)
    first, second = get(site.url("/a.html"), site.url("/a.html"))
    assert sorted(site.paths()) == ["/a.html", "/t.pdf"]
    assert [entry.file for entry in first.entries] == [entry.file for entry in second.entries]
    assert {entry["unit"] for entry in manifest(tmp_path / "out")} == {"青溪市第1局", "青溪市第2局"}


def test_files_of_one_name_do_not_overwrite_each_other(site: Site, get: Get, tmp_path: Path) -> None:
    site.pages["/a.html"] = Page(page("/1/附件.pdf", "/2/附件.PDF", "/3/附件.pdf"))
    for number in (1, 2, 3):
        name = "%E9%99%84%E4%BB%B6." + ("PDF" if number == 2 else "pdf")
        site.pages[f"/{number}/{name}"] = Page(PDF + str(number).encode())
    (collected,) = get(site.url("/a.html"))
    names = [Path(entry.file).name for entry in collected.entries[1:]]
    assert names == ["附件.pdf", "附件-2.pdf", "附件-3.pdf"]
    bodies = [(tmp_path / "out" / entry.file).read_bytes()[-1:] for entry in collected.entries[1:]]
    assert bodies == [b"1", b"2", b"3"]


def test_a_page_that_states_its_day_lends_it_to_its_files(site: Site, get: Get) -> None:
    head = '<meta name="PubDate" content="2024-01-18 09:30">'
    site.pages["/a.html"], site.pages["/t.pdf"] = Page(page("/t.pdf", head=head)), Page(PDF)
    (collected,) = get(site.url("/a.html"))
    assert [str(entry.published) for entry in collected.entries] == ["2024-01-18", "2024-01-18"]


def test_a_link_to_a_file_that_gives_a_page_is_no_file(site: Site, get: Get) -> None:
    site.pages["/a.html"] = Page(page("/t.docx"))
    site.pages["/t.docx"] = Page(
        b"<html><body>not here</body></html>", headers={"Content-Type": "application/msword"}
    )
    (collected,) = get(site.url("/a.html"))
    assert [entry.code for entry in collected.entries] == ["", "web-page"]


def test_many_files_of_a_page_are_bounded_and_the_rest_told(site: Site, get: Get) -> None:
    links = [f"/{number}.pdf" for number in range(23)]
    site.pages["/a.html"] = Page(page(*links))
    site.pages |= {link: Page(PDF + link.encode()) for link in links}
    (collected,) = get(site.url("/a.html"))
    assert len(collected.entries) == 1 + 20
    assert collected.entries[0].left_out == 3


def test_two_runs_do_not_share_a_folder(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/a.html": Page(page()), "/b.html": Page(page())}
    urls = [site.url("/a.html"), site.url("/b.html")]
    running = fetch(targets(urls), tmp_path / "out", QUICK, now=later())
    next(running)
    with pytest.raises(Exception, match="另一个 gipaudit fetch"):
        next(fetch(targets(urls), tmp_path / "out", QUICK, now=later()))
    running.close()
    assert len(list(fetch(targets(urls), tmp_path / "out", QUICK, now=later()))) == 2
