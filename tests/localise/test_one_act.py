"""A number is said to be slipped only where one act makes it of the true one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.rules.one_act import DROPPED, INSERTED, POINT, REPEATED, SIGN, TRANSPOSED, UNIT, slip, telling


@pytest.mark.parametrize(
    ("printed", "true", "act"),
    [
        ("132", "123", TRANSPOSED),
        ("12", "132", DROPPED),
        ("1223", "123", REPEATED),
        ("1273", "123", INSERTED),
        ("120", "12", INSERTED),
        ("-8", "8", SIGN),
        ("251000", "25.1", UNIT),
        ("0.0251", "251", UNIT),
        ("2510", "25.1", POINT),
        ("1.25", "12.5", POINT),
        ("124", "123", ""),
        ("321", "123", ""),
        ("3", "13", DROPPED),
        ("0", "7", ""),
        ("7", "0", ""),
        ("1", "10", DROPPED),
        ("5", "105", DROPPED),
        ("1", "120", ""),
        ("21", "12", TRANSPOSED),
        ("3", "4", ""),
        ("12.3", "132", ""),
    ],
)
def test_slips_are_known_by_their_act(printed: str, true: str, act: str) -> None:
    assert slip(Decimal(printed), Decimal(true)) == act


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-9999, max_value=9999))
def test_a_number_that_is_right_is_no_slip(number: Decimal) -> None:
    assert slip(number, number) == ""


@pytest.mark.parametrize(
    ("printed", "true", "tells"), [("132", "123", True), ("3", "13", False), ("1", "10", False), ("-8", "8", True)]
)
def test_short_numbers_are_a_slip_apart_by_chance(printed: str, true: str, tells: bool) -> None:
    assert telling(Decimal(printed), Decimal(true)) is tells
