"""What is personal data and what only looks like it: adding a case is adding a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.rules.personal import find_personal, is_identity_number, passes_luhn

FOUND = """
身份证号11010519491231002X反映问题 | identity_number 11010519491231002X
身份证号 110105 19491231 002x 的申请人 | identity_number 110105 19491231 002x
（１１０１０５１９４９１２３１００２Ｘ） | identity_number １１０１０５１９４９１２３１００２Ｘ
身份证号：110105491231002 | identity_number 110105491231002
已与申请人（13812345678）联系 | mobile 13812345678
手机：138-1234-5678 | mobile 138-1234-5678
致电+86 13912345678。 | mobile +86 13912345678
卡号6222020000000000018 | bank_card 6222020000000000018
账户 6222 0200 0000 0000 018 收讫 | bank_card 6222 0200 0000 0000 018
家住青溪县松岭镇柳林村3组12号 | home_address 青溪县松岭镇柳林村3组
住址：松岭街道阳光小区8号楼 | home_address 松岭街道阳光小区8号楼
"""
NONE = """
身份证号110105********002X
身份证号110105194912310021
公民身份号码110105194913310020
联系电话：0539-6012345、010-66666666
138****5678
统一社会信用代码：11370000MB2847123X
苏ICP备13812345678号
苏公网安备32080402000123号
流水号13812345678
编号：6222020000000000018
收费13812345678元
点击量13812345678次
12345热线
订单6222020000000000019
本机关地址：青溪县建设路12号
国办公开办函〔2021〕30号
2024年1月31日
3.13812345678
本年新收政府信息公开申请数量15130000154
政府集中采购13575394432.52元
（七）总计14710000148四、结转下年度
银行账户余额1234567890123456万元
"""


@pytest.mark.parametrize("line", FOUND.strip().splitlines())
def test_it_is_found_where_it_stands(line: str) -> None:
    text, _, expected = line.partition(" | ")
    assert [f"{each.kind} {text[each.start : each.end]}" for each in find_personal(text)] == [expected]


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert find_personal(text) == []


def test_a_number_to_reach_the_office_is_told_apart() -> None:
    (office,) = find_personal("联系电话：13812345678")
    (other,) = find_personal("信访人来电13812345678反映")
    assert (office.office, other.office) == (True, False)


BODIES = st.builds(
    lambda region, year, month, day, order: f"{region}{year:04}{month:02}{day:02}{order:03}",
    st.sampled_from(["110105", "320804", "370802", "510104"]),
    st.integers(1930, 2010),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
)


@given(BODIES)
def test_one_check_character_in_eleven_is_right(body: str) -> None:
    assert sum(is_identity_number(body + last) for last in "0123456789X") == 1


@given(st.text("0123456789", min_size=15, max_size=18))
def test_one_luhn_digit_in_ten_is_right(body: str) -> None:
    assert sum(passes_luhn(body + last) for last in "0123456789") == 1


@given(st.text("0123456789Xx -+*.件元住址路号村组", max_size=60))
def test_hits_stand_in_order_and_apart(text: str) -> None:
    end = 0
    for found in find_personal(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
