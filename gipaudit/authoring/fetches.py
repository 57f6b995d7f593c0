"""What an example says of the addresses that its report came from: 采集."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gipaudit.authoring.rosters import day_of
from gipaudit.errors import UsageError
from gipaudit.forms.fetched import Fetched, Fetches
from gipaudit.forms.report import Report

FETCHED = "采集"
"""The key of an example: ``{网页: 200, 附件: 404, 次数: 2}``, ``{网页标注: 2021-01-20, 首次采集: 2021-02-01}``.

网页 and 附件 are what the server answered: an HTTP status, a code such as ``timeout``, or 首页 where it led to the
site's front page; 次数 is how often 404 was said. 网页标注 is the day that the page states, 首次采集 the first day on
which the report was there, 服务器时间 the day since which the server says that it is so.
"""

_KEYS = ("网页", "附件", "次数", "网页标注", "首次采集", "服务器时间")
_PAGE = "https://www.example.gov.cn/2021/report.html"
_FILE = "https://www.example.gov.cn/2021/report.docx"
_FRONT = "首页"
_GONE = (404, 410)


def fetches_of(example: Mapping[str, Any], report: Report) -> Fetches | None:
    """What was found at the addresses of an example's report.

    Raises:
        UsageError: 采集 is written wrong.
    """
    told = example.get(FETCHED)
    if told is None:
        return None
    if not isinstance(told, Mapping) or set(told) - set(_KEYS):
        raise UsageError(
            f"示例的“{FETCHED}”应写 {{网页: 404, 次数: 2}}；可用：{'、'.join(_KEYS)}",
            f"bad {FETCHED} in an example; known: {', '.join(_KEYS)}",
        )
    times = told.get("次数", 1)
    found = [_fetched(report, told.get("网页", 200), times, told)]
    if "附件" in told:
        found.append(_fetched(report, told["附件"], times, told, page=_PAGE))
    return Fetches(found)


def _fetched(report: Report, answer: Any, times: Any, told: Mapping[str, Any], page: str = "") -> Fetched:
    status = answer if isinstance(answer, int) else None
    gone = status in _GONE
    got = status == 200 or answer == _FRONT
    if not isinstance(times, int) or not (isinstance(answer, str) or status):
        raise UsageError(f"示例的“{FETCHED}”写法不对：{answer}", f"bad {FETCHED} in an example: {answer}")
    return Fetched(
        unit=report.identity.unit or "",
        year=report.identity.year or 0,
        url=_FILE if page else _PAGE,
        page=page,
        name="年度报告.docx" if page else "",
        sha256=report.sha256 if got else "",
        code="" if got else "gone" if gone else str(answer),
        status=200 if got else status,
        gone=times if gone else 0,
        moved=answer == _FRONT,
        published=day_of(told.get("网页标注")),
        seen=day_of(told.get("首次采集")),
        changed=day_of(told.get("服务器时间")),
    )
