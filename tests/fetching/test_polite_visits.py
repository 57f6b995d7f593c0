"""A visitor keeps to robots.txt, asks a site for one file at a time, waits, and does not insist."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from email.utils import formatdate

import pytest
from support.fetched import CountedClock, Get, page
from support.site import Page, Request, Site, served

from gipaudit.fetching import network
from gipaudit.fetching.asking import seconds_of


def codes(get: Get, *urls: str, **options: object) -> list[str]:
    found = sorted(get(*urls, **options), key=lambda each: each.target.unit)
    return [each.entries[0].code for each in found]


def test_robots_are_asked_once_and_heeded(site: Site, get: Get) -> None:
    rules = b"User-agent: *\nDisallow: /secret/\nDisallow: /*.doc$\n"
    site.pages |= {"/robots.txt": Page(rules), "/a": Page(page("/secret/t.pdf", "/t.doc")), "/secret/b": Page(page())}
    first, second = get(site.url("/a"), site.url("/secret/b"))
    assert [entry.code for entry in first.entries] == ["", "robots", "robots"]
    assert [entry.code for entry in second.entries] == ["robots"]
    assert [request.path for request in site.asked] == ["/robots.txt", "/a"]


def test_robots_may_speak_to_this_visitor_alone(site: Site, get: Get) -> None:
    site.pages |= {"/a": Page(page()), "/robots.txt": Page(b"User-agent: gipaudit-test\nDisallow: /\n")}
    assert codes(get, site.url("/a")) == ["robots"]
    assert codes(get, site.url("/a"), agent="another/2.0") == [""]


@pytest.mark.parametrize(
    ("status", "code"), [(404, ""), (403, ""), (410, ""), (500, "robots-unknown"), (429, "robots-unknown")]
)
def test_without_robots_all_is_allowed_and_while_they_cannot_be_read_nothing_is(
    site: Site, get: Get, status: int, code: str
) -> None:
    site.pages |= {"/a": Page(page()), "/robots.txt": Page(b"Disallow: /", status=status)}
    assert codes(get, site.url("/a")) == [code]


def test_robots_of_a_redirects_end_are_heeded(site: Site, get: Get) -> None:
    with served() as other:
        other.pages |= {"/robots.txt": Page(b"User-agent: *\nDisallow: /"), "/b": Page(page())}
        site.pages["/a"] = Page(status=302, headers={"Location": other.url("/b")})
        assert codes(get, site.url("/a")) == ["robots"]
        assert other.paths() == []


def test_requests_to_a_site_are_apart(site: Site, get: Get, clock: CountedClock) -> None:
    site.pages |= {"/a": Page(page("/t.pdf")), "/t.pdf": Page(b"%PDF-1.7")}
    get(site.url("/a"), clock=clock, delay=1.5)
    assert clock.waits == [1.5, 1.5]  # robots.txt, the page, the file


def test_a_site_that_asks_for_more_time_gets_it(site: Site, get: Get, clock: CountedClock) -> None:
    site.pages |= {"/robots.txt": Page(b"User-agent: *\nCrawl-delay: 7\n"), "/a": Page(page())}
    get(site.url("/a"), clock=clock, delay=1.0)
    assert clock.waits == [7.0]


def test_a_site_that_asks_for_too_much_time_is_left(site: Site, get: Get) -> None:
    site.pages |= {"/robots.txt": Page(b"User-agent: *\nCrawl-delay: 86400\n"), "/a": Page(page())}
    assert codes(get, site.url("/a")) == ["robots-delay"]
    assert site.paths() == []


def test_a_site_is_asked_for_one_file_at_a_time(site: Site, get: Get) -> None:
    """Also where two threads come to it: here by two names of one host, and a redirect."""
    running, most, guard = 0, 0, threading.Lock()

    def slow(request: Request) -> Page:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with guard:
            running -= 1
        return Page(page())

    with served() as other:
        site.pages |= {f"/{number}": slow for number in range(4)}
        other.pages |= {
            f"/{number}": Page(status=302, headers={"Location": site.url(f"/{number}")}) for number in (2, 3)
        }
        urls = [site.url("/0"), site.url("/1"), other.url("/2", "localhost"), other.url("/3", "localhost")]
        assert codes(get, *urls) == ["", "", "", ""]
    assert most == 1


def test_several_sites_are_asked_side_by_side(site: Site, get: Get) -> None:
    meeting = threading.Barrier(2, timeout=10)

    def meet(request: Request) -> Page:
        meeting.wait()
        return Page(page())

    with served() as other:
        site.pages["/a"] = other.pages["/b"] = meet
        assert codes(get, site.url("/a"), other.url("/b", "localhost")) == ["", ""]


def test_the_visitor_says_who_it_is(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(page())
    get(site.url("/a"), agent="city-office/1.0 (office@example.gov.cn)")
    assert {request.headers["user-agent"] for request in site.asked} == {"city-office/1.0 (office@example.gov.cn)"}


# --- trying again ---


def failing(times: int, failure: Page) -> Callable[[Request], Page]:
    return lambda request: failure if request.before < times else Page(page())


def test_a_server_that_failed_is_asked_again_after_growing_pauses(site: Site, get: Get, clock: CountedClock) -> None:
    site.pages["/a"] = failing(2, Page(status=500))
    (collected,) = get(site.url("/a"), clock=clock, pause=2.0)
    assert (collected.entries[0].code, collected.entries[0].tries) == ("", 3)
    assert clock.waits == [2.0, 4.0]


def test_a_server_that_goes_on_failing_is_left(site: Site, get: Get) -> None:
    site.pages["/a"] = Page(status=502)
    (collected,) = get(site.url("/a"))
    assert (collected.entries[0].code, collected.entries[0].status, collected.entries[0].tries) == ("server", 502, 3)
    assert site.paths() == ["/a"] * 3


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_when_is_asked_then(site: Site, get: Get, clock: CountedClock, status: int) -> None:
    site.pages["/a"] = failing(1, Page(status=status, headers={"Retry-After": "30"}))
    assert codes(get, site.url("/a"), clock=clock, pause=2.0) == [""]
    assert clock.waits == [30.0]


def test_a_site_that_is_down_is_left_for_this_run(get: Get, clock: CountedClock) -> None:
    with served() as site:
        urls = [site.url(f"/{number}") for number in range(5)]
    assert codes(get, *urls, clock=clock, pause=2.0) == ["site-down"] * 5
    assert clock.waits == [2.0, 4.0]  # for robots.txt, once


def test_a_site_that_falls_silent_is_left_for_this_run(
    site: Site, get: Get, clock: CountedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "SILENT_SECONDS", 0.1)
    for number in range(6):
        site.pages[f"/{number}"] = Page(length=9, after=lambda: iter([site.ended.wait(0.4) or b""]))
    site.pages["/0"] = Page(page())
    told = codes(get, *(site.url(f"/{number}") for number in range(6)), clock=clock, tries=1)
    assert told == ["", "timeout", "timeout", "timeout", "site-down", "site-down"]
    assert len(site.paths()) == 4


def test_nobody_waits_for_an_hour(site: Site, get: Get, clock: CountedClock) -> None:
    site.pages["/a"] = Page(status=429, headers={"Retry-After": "3600"})
    assert codes(get, site.url("/a"), clock=clock) == ["busy"]
    assert clock.waits == []
    assert site.paths() == ["/a"]


def test_what_is_gone_is_asked_for_twice_and_what_is_refused_once(site: Site, get: Get) -> None:
    site.pages["/b"] = Page(status=403)
    first, second = get(site.url("/a"), site.url("/b"))
    assert [(each.entries[0].code, each.entries[0].tries) for each in (first, second)] == [
        ("gone", 2),
        ("refused", 1),
    ]
    assert site.paths() == ["/a", "/a", "/b"]


@pytest.mark.parametrize(
    ("text", "seconds"), [("120", 120.0), ("-1", None), ("soon", None), ("", None), ("9" * 30, None)]
)
def test_retry_after_is_a_number(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def test_retry_after_is_a_time() -> None:
    later = seconds_of(formatdate(time.time() + 100, usegmt=True))
    assert later is not None
    assert 60 < later <= 101
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
