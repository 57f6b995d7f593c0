"""What a YAML file means, and where everything in it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.errors import SourceError
from gipaudit.sources import load_source, read_source
from gipaudit.sources.reading import parse

FILE = Path("规则.yaml")


def read(text: str) -> object:
    source, problems = parse(FILE, text)
    assert not problems
    assert source is not None
    return source.data


@pytest.mark.parametrize(
    "word",
    ["off", "no", "yes", "on", "1:30", "012", "2021-01-01", "1_000", ".inf", ".nan", "2021-", "3.1a", "1" * 60],
)
def test_only_true_false_null_and_plain_numbers_are_not_text(word: str) -> None:
    assert read(f"a: {word}") == {"a": word}


@pytest.mark.parametrize(
    ("word", "value"),
    [("true", True), ("False", False), ("~", None), ("", None), ("12", 12), ("-3", -3), ("0x1F", 31), ("1.5", 1.5)],
)
def test_the_core_schema_holds_for_the_rest(word: str, value: object) -> None:
    assert read(f"a: {word}") == {"a": value}


def test_keys_are_always_text() -> None:
    assert read("2021: 甲\ntrue: 乙\n3.1: 丙") == {"2021": "甲", "true": "乙", "3.1": "丙"}


def test_every_key_and_item_knows_its_line_and_column() -> None:
    source, _ = parse(FILE, "甲:\n  - 乙: 1\n    丙: [x, yy]\n")
    assert source is not None
    places = {path: (place.line, place.column) for path, place in source.positions.items()}
    assert places == {
        (): (1, 1),
        ("甲",): (1, 1),
        ("甲", 0): (2, 5),
        ("甲", 0, "乙"): (2, 5),
        ("甲", 0, "丙"): (3, 5),
        ("甲", 0, "丙", 0): (3, 9),
        ("甲", 0, "丙", 1): (3, 12),
    }


def test_a_character_inside_a_text_is_found_where_the_text_stands_as_printed() -> None:
    source, _ = parse(FILE, "a: 甲 = 乙\nb: '丙丁'\nc: \"戊\\t己\"\n")
    assert source is not None
    assert str(source.inside(("a",), 4)) == "规则.yaml:1:8"
    assert str(source.inside(("b",), 1)) == "规则.yaml:2:6"
    assert str(source.inside(("c",), 2)) == "规则.yaml:3:1"


def test_what_was_printed_for_a_number_is_kept() -> None:
    source, _ = parse(FILE, "version: 1.10")
    assert source is not None
    assert source.data == {"version": 1.1}
    assert source.printed[("version",)] == "1.10"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encodings_of_office_editors_are_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "规则.yaml"
    file.write_bytes("title: 县级审核规则\r\nversion: 1.0.0\r\n".encode(encoding))
    source = load_source(file)
    assert source.data == {"title": "县级审核规则", "version": "1.0.0"}
    assert source.encoding == {"utf-8-sig": "utf-8"}.get(encoding, encoding)


def test_a_damaged_file_is_refused_rather_than_read_as_gibberish(tmp_path: Path) -> None:
    file = tmp_path / "规则.yaml"
    file.write_bytes("title: 县级审核规则\nbasis: 本省办法".encode()[:-1])
    with pytest.raises(SourceError, match=r":2:1: 文字编码无法识别"):
        load_source(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    source, problems = read_source(tmp_path / "没有.yaml")
    assert source is None
    assert "文件不存在" in problems[0].say("zh")


def test_duplicate_keys_are_refused_with_the_line_of_the_first() -> None:
    source, problems = parse(FILE, "a: 1\nb: 2\na: 3\n")
    assert [problem.say("zh") for problem in problems] == ["规则.yaml:3:1: “a”重复：第 1 行已经写过"]
    assert source is not None
    assert source.data == {"a": 1, "b": 2}


def test_tags_are_refused() -> None:
    _, problems = parse(FILE, "a: !!python/object/apply:os.system [x]\nb: !自定 x")
    assert [problem.position.line for problem in problems] == [1, 2]


def test_an_alias_may_repeat_a_value() -> None:
    assert read("a: &one {b: 1}\nc: *one") == {"a": {"b": 1}, "c": {"b": 1}}


def test_alias_bombs_are_refused() -> None:
    few = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 3))
    assert parse(FILE, few)[0] is not None
    many = few + "".join(f"b{i}: *a2\n" for i in range(30))
    source, problems = parse(FILE, many)
    assert source is None
    assert "引用" in problems[-1].say("zh")


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000 + "x", "- [" + "1," * 150_000 + "]"])
def test_depth_and_number_are_limited(text: str) -> None:
    source, problems = parse(FILE, text)
    assert source is None
    assert problems


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "大.yaml"
    file.write_bytes(b"a: b\n" * 300_000)
    with pytest.raises(SourceError, match="超过"):
        load_source(file)


@pytest.mark.parametrize("text", ["a: \x07b", "a: b\u202ec", "a: \u200bb"])
def test_invisible_characters_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="控制字符"):
        load_source(file)


@given(st.text(alphabet="ab:：，,{}[]\"'“” -#\n\t|>*&!@%？=0１甲\u3000", max_size=80))
def test_any_text_is_either_read_or_told(text: str) -> None:
    source, problems = parse(FILE, text)
    assert source is not None or problems
    for problem in problems:
        assert 1 <= problem.position.line <= text.count("\n") + 1
        assert problem.position.column >= 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text("甲乙ab: #-'\"", max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("甲ab: ", max_size=5), inner, max_size=3),
        max_leaves=12,
    )
)
def test_what_is_written_as_quoted_yaml_is_read_back(value: object) -> None:
    import json

    assert read(json.dumps(value, ensure_ascii=False)) == value
