"""Binding costs in proportion to what a document holds, whatever its rows say."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hostile.case import SAYS, page

from gipaudit.documents.reading import read_bytes
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms

HEAD = "三、收到和处理政府信息公开申请情况\n"
TIMES = 4


def rows(*cells: str) -> Callable[[range], bytes]:
    """A page of that many rows; ``#`` in a cell is the row's number."""
    row = "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return lambda numbers: page(
        SAYS + HEAD + "<table>" + "".join(row.replace("#", str(number)) for number in numbers) + "</table>"
    )


def lines(text: str) -> Callable[[range], bytes]:
    """A text of that many lines."""
    return lambda numbers: (SAYS + "".join(text.replace("#", str(number)) for number in numbers)).encode()


SMALL = "<table><tr><td>本年新收</td><td>0</td></tr><tr><td>上年结转</td><td>1</td></tr></table>"
TABLES = {
    "one label again and again": rows("（一）予以公开", "0", "1"),
    "labels that all differ": rows("其他处理#", "0"),
    "labels like no row": rows("兰亭区第#号", "0"),
    "headers": rows("自然人", "商业企业", "科研机构", "总计"),
    "pieces of headers": rows("本年", "商业", "机构"),
    "words": rows("甲", "乙", "丙"),
    "tables": lambda numbers: page(SAYS + HEAD + SMALL * (len(numbers) // 2)),
}
LINES = {
    "numbered lines": lines("（#）情况\n"),
    "chapters": lines("三、收到和处理政府信息公开申请情况\n"),
    "years": lines("2023年度收到申请3件。"),
    "names": lines("云溪市水务局关于兰亭区人民政府，"),
}
SOURCES = TABLES | LINES


def seconds(make: Callable[[range], bytes], count: int) -> float:
    """The processor time that binding so much takes, the better of two; never the same twice, as caches know that."""
    taken = []
    for first in (10_000 * count, 20_000 * count):
        document = read_bytes(make(range(first, first + count)))
        start = time.process_time()
        assemble(document, forms())
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("name", SOURCES)
def test_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    count = 1_000 if name in LINES else 80
    few, many = seconds(SOURCES[name], count), seconds(SOURCES[name], TIMES * count)
    assert many < 2.2 * TIMES * few + 0.05
