"""Laying settings over one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gipaudit.rules.settings import Setting, merge
from gipaudit.sources import Source

KEYS = st.sampled_from("甲乙丙")


def trees(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings of one shape: at each depth either all mappings or all scalars and lists."""
    below: st.SearchStrategy[Any] = st.integers() | st.lists(st.integers(), max_size=2)
    return st.dictionaries(KEYS, trees(depth - 1) if depth else below, max_size=3)


def setting(value: object, name: str = "a.yaml") -> Setting:
    return Setting.of(Source(Path(name), value, {}))


@given(trees(2), trees(2), trees(2))
def test_merging_is_associative(one: object, two: object, three: object) -> None:
    a, b, c = setting(one), setting(two), setting(three)
    assert merge(merge(a, b), c).plain() == merge(a, merge(b, c)).plain()


@given(trees(2), trees(2))
def test_what_is_laid_over_prevails_and_nothing_else_is_lost(base: Any, over: Any) -> None:
    merged = merge(setting(base), setting(over, "b.yaml"))
    leaves = {path: leaf for path, leaf in merged.leaves() if not isinstance(leaf.value, dict)}
    for path, leaf in setting(over).leaves():
        if not isinstance(leaf.value, dict):
            assert leaves[path].plain() == leaf.plain()
            assert leaves[path].source.file.name == "b.yaml"
    for path, leaf in setting(base).leaves():
        if not isinstance(leaf.value, dict) and setting(over).get(*path) is None:
            assert leaves[path].plain() == leaf.plain()
            assert leaves[path].source.file.name == "a.yaml"


@given(trees(2))
def test_merging_with_itself_or_with_nothing_changes_nothing(value: object) -> None:
    one = setting(value)
    assert merge(one, one).plain() == merge(one, setting({})).plain() == merge(setting({}), one).plain() == value


def test_named_mappings_are_replaced_whole() -> None:
    merged = merge(
        setting({"a": {"x": 1}, "b": {"x": 1}}), setting({"a": {"y": 2}, "b": {"y": 2}}), frozenset({("a",)})
    )
    assert merged.plain() == {"a": {"y": 2}, "b": {"x": 1, "y": 2}}
