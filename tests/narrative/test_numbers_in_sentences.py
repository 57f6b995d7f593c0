"""Numbers in prose: each line is a sentence and the numbers in it; adding a case is adding a line."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.forms.figures import find_numbers

SENTENCES = """
2023年，我局新收政府信息公开申请12件，上年结转3件。 | 12 件, 3 件
共收到申请一百二十三件，办结一百二十件。 | 123 件, 120 件
予以公开约1.2万条，培训50余人次，答复三千余件。 | 11500..12499 条, 50..59 人次, 3000..3999 件
公开信息超过900条，不足20件。 | 900.. 条, 0..19 件
办结率100%，同比增长百分之十二点五，提高3.2个百分点。 | 100 %, 12.5 %, 3.2 个百分点
共1,602条，收费25.1万元。 | 1602 条, 25.1 万元
专项经费3亿5千万元。 | 350000000 元
收到申请０件（次）。 | 0 件次
举办培训班两次，参加约5万人(次)。 | 2 次, 45000..54999 人次
13件、14件,15件 | 13 件, 14 件, 15 件
点击11398889次 | 11398889 次
1.新收5件；2、办结3件。 | 5 件, 3 件
（1）新收5件。 | 5 件
政策解读材料22篇(其中图解3篇) | 22 篇, 3 篇
分别为112，113，114件 |
共公开1,234，567条 |
3-5件，3至5件，10—20件 |
国办公开办函〔2021〕30号、第二十条、第711号令、国务院令第711号 |
联系电话：0537-2967777，邮编272000 |
2023年1月1日至2023年12月31日，24小时，20个工作日，3年 |
十四五规划、二十大精神、一是加强领导、最多跑一次、高效办成一件事、统一、第三方 |
收到申请零件，零件加工企业 | 0 件
数百条、上千条、几十件、数10条 |
信息总数510条，其中公开数142，申请数为零 | 510 条, 142 None
http://example.test/art/2023/1/12/art_123.html |
12345热线、12315平台 |
统一社会信用代码11370000MB2847123X |
"""
CASES = SENTENCES.strip().splitlines()


def shown(low: Decimal | None, high: Decimal | None) -> str:
    return str(low) if low == high else f"{low}..{'' if high is None else high}"


@pytest.mark.parametrize("line", CASES)
def test_the_numbers_of_a_sentence(line: str) -> None:
    sentence, _, expected = line.partition(" |")
    found = [f"{shown(each.low, each.high)} {each.unit}" for each in find_numbers(sentence)]
    assert ", ".join(found) == expected.strip()


@given(st.integers(0, 99_999_999), st.sampled_from(["件", "条", "人次", "篇"]), st.data())
def test_a_count_is_found_however_it_is_written(count: int, unit: str, data: st.DataObject) -> None:
    ways = {
        str(count),
        f"{count:,}",
        str(count).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
        cn2an.an2cn(count, "low"),
        cn2an.an2cn(count, "up"),
    }
    written = data.draw(st.sampled_from(sorted(ways)))
    sentence = f"本年度共计公开{written}{unit}，其中较好。"
    (found,) = find_numbers(sentence)
    assert (found.low, found.high, found.unit) == (count, count, unit)
    assert sentence[found.start : found.end] == f"{written}{unit}"


@given(st.text("0123456789,.，、一二三十百千万亿件条%约余第年月号（）()-至 ", max_size=40))
def test_numbers_stand_in_order_and_apart(text: str) -> None:
    end = 0
    for found in find_numbers(text):
        assert end <= found.start < found.end <= len(text)
        assert found.low is not None
        assert found.high is None or found.low <= found.high
        end = found.end
