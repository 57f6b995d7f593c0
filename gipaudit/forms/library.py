"""The forms that are known: read from YAML, each extending another where it says so.

A form file names a generation (``form:``) or a variant of one (``variant:`` with ``extends:``). What extends merges
key by key; ``off`` takes a table, row or column away; ``after:`` puts a new row behind another.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.forms.form import Balance, Column, Form, FormSection, FormTable, Group, Kind, Label, Row
from gipaudit.sources import Source, load_source

KINDS = ("count", "signed", "amount", "heading")

Tree = dict[str, Any]


@cache
def forms() -> Mapping[str, Form]:
    """All forms that built-ins and plugins bring, by generation (``2021``) or generation and variant
    (``2014/2014-library``).

    Raises:
        SourceError: a form file is wrong.
    """
    from gipaudit.plugins import plugins

    files: list[Path] = []
    known: Mapping[str, Form] = {}

    def take(folder: Path) -> None:  # one by one: a plugin whose forms are wrong is refused, and the others stand
        nonlocal known
        more = sorted(folder.glob("*.yaml"))
        known = load_forms([*files, *more])
        files.extend(more)

    plugins().collect("register_forms", take)
    return known


def variants_of(generation: str, among: Mapping[str, Form]) -> tuple[Form, ...]:
    """The generation's own form and all its variants."""
    return tuple(form for form in among.values() if form.id == generation)


def load_forms(files: list[Path]) -> Mapping[str, Form]:
    """Read form files.

    Raises:
        SourceError: a file is wrong, extends an unknown one, or two have one name.
    """
    sources: dict[str, Source] = {}
    for file in files:
        source = load_source(file)
        if not isinstance(source.data, dict) or not ({"form", "variant"} & source.data.keys()):
            raise _wrong(
                source, (), "格式文件须有 form（格式）或 variant（变体）", "a form file needs form or variant"
            )
        name = str(source.data.get("variant") or source.data["form"])
        if name in sources:
            raise _wrong(source, (), f"格式“{name}”重名", f"form {name!r} is defined twice")
        sources[name] = source
    result: dict[str, Form] = {}
    for name, source in sources.items():
        form = _Builder(source, _resolve(name, sources, ())).form()
        result[form.id if form.variant is None else f"{form.id}/{form.variant}"] = form
    return result


def _wrong(source: Source, path: tuple[str | int, ...], zh: str, en: str) -> SourceError:
    for end in range(len(path), -1, -1):
        if path[:end] in source.positions:
            return SourceError([Problem(source.positions[path[:end]], Message(zh, en))])
    return SourceError([Problem(Position(source.file, 1, 1), Message(zh, en))])


def _resolve(name: str, sources: Mapping[str, Source], chain: tuple[str, ...]) -> Tree:
    source = sources[name]
    parent = source.data.get("extends")
    if parent is None:
        return cast(Tree, source.data)
    if parent not in sources or parent in (*chain, name):
        known = "、".join(sorted(sources))
        raise _wrong(source, ("extends",), f"extends 所指格式“{parent}”不可用；已有：{known}",
                     f"cannot extend {parent!r}; known forms: {known}")  # fmt: skip
    merged = _merge(_resolve(parent, sources, (*chain, name)), source.data)
    merged.pop("extends", None)
    return merged


def _merge(base: Tree, over: Tree) -> Tree:
    """Merge key by key; ``off`` removes; a new mapping with ``after`` is put behind that key."""
    result = dict(base)
    for key, value in over.items():
        if value == "off":
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merge(result[key], value)
        elif isinstance(value, dict) and value.get("after") in result:
            keys = list(result)
            place = keys.index(value["after"]) + 1
            result = {k: result[k] for k in keys[:place]} | {key: value} | {k: result[k] for k in keys[place:]}
        else:
            result[key] = value
    return result


class _Builder:
    """Turns a merged tree into a :class:`Form`, and says where it is wrong."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self.source = source
        self.tree = tree

    def form(self) -> Form:
        tree = self.tree
        first, last = self._years()
        return Form(
            id=str(tree["form"]),
            variant=tree.get("variant"),
            title=self._text((), "title"),
            title_en=str(tree.get("title_en", "")),
            basis=str(tree.get("basis", "")),
            first_year=first,
            last_year=last,
            headers=tuple(tree.get("headers", ())),
            ordered=bool(tree.get("ordered", True)),
            sections=tuple(self._section(id) for id in tree.get("sections", {})),
            tables=tuple(self._table(id) for id in tree.get("tables", {})),
        )

    def _years(self) -> tuple[int | None, int | None]:
        first, _, last = str(self.tree.get("years", "-")).partition("-")
        try:
            return int(first) if first else None, int(last) if last else None
        except ValueError:
            raise _wrong(
                self.source, ("years",), "years 应写作 2019-2020 或 2021-", "years reads 2019-2020"
            ) from None

    def _at(self, path: tuple[str, ...]) -> Tree:
        node: Any = self.tree
        for key in path:
            node = node[key]
        if not isinstance(node, dict):
            raise _wrong(self.source, path, "此处应为键值表", "a mapping is expected here")
        return node

    def _text(self, path: tuple[str, ...], key: str) -> str:
        value = self._at(path).get(key)
        if not isinstance(value, str) or not value:
            raise _wrong(self.source, path, f"缺少 {key}", f"{key} is missing")
        return value

    def _label(self, path: tuple[str, ...]) -> Label:
        node = self._at(path)
        title = self._text(path, "title")
        return Label(title, str(node.get("name", title)), tuple(str(v) for v in node.get("variants", ())))

    def _kind(self, path: tuple[str, ...]) -> Kind | None:
        kind = self._at(path).get("kind")
        if kind is not None and kind not in KINDS:
            raise _wrong(self.source, (*path, "kind"), f"kind 只能是 {'、'.join(KINDS)}", f"kind is one of {KINDS}")
        return cast("Kind | None", kind)

    def _section(self, id: str) -> FormSection:
        path = ("sections", id)
        node = self._at(path)
        return FormSection(
            id=id,
            label=self._label(path),
            number=str(node.get("number", "")),
            tables=tuple(node.get("tables", ())),
            strands=tuple(self._label((*path, "strands", strand)) for strand in node.get("strands", {})),
            cues=tuple(node.get("cues", ())),
            required=bool(node.get("required", True)),
        )

    def _table(self, id: str) -> FormTable:
        path = ("tables", id)
        node = self._at(path)
        rows = tuple(self._row((*path, "rows", row)) for row in node.get("rows", {}))
        columns = tuple(self._column((*path, "columns", column)) for column in node.get("columns", {}))
        if not rows or not columns:
            raise _wrong(self.source, path, "表须有 rows 与 columns", "a table needs rows and columns")
        alternatives = {whole: tuple(parts) for whole, parts in node.get("alternatives", {}).items()}
        ids = [row.id for row in rows]
        return FormTable(
            id=id,
            label=self._label(path),
            rows=rows,
            columns=columns,
            section=str(node.get("section", "")),
            row_groups=self._groups(path, "row_groups", ids),
            column_groups=self._groups(path, "column_groups", [column.id for column in columns]),
            layouts=tuple(node.get("layouts", ("long",))),
            label_columns=tuple(node.get("label_columns", ())),
            corner=str(node.get("corner", "")),
            alternatives=alternatives,
            balances=tuple(self._balance(path, sides, ids) for sides in node.get("balances", ())),
        )

    def _row(self, path: tuple[str, ...]) -> Row:
        node = self._at(path)
        unit = node.get("unit")
        return Row(path[-1], self._label(path), self._kind(path), unit, optional=bool(node.get("optional", False)))

    def _column(self, path: tuple[str, ...]) -> Column:
        node = self._at(path)
        return Column(path[-1], self._label(path), self._kind(path), node.get("unit"), tuple(node.get("sum_of", ())))

    def _balance(self, path: tuple[str, ...], sides: Any, ids: list[str]) -> Balance:
        """Two lists of rows; a group stands for its members."""
        if not (isinstance(sides, list) and len(sides) == 2 and all(isinstance(side, list) for side in sides)):
            raise _wrong(
                self.source,
                (*path, "balances"),
                "balances 的每一项是两列行：[[左边各行], [右边各行]]",
                "each of balances is two lists of rows: [[left], [right]]",
            )
        groups = self._at(path).get("row_groups", {})
        left, right = (
            [
                id
                for name in side
                for id in (self._members((*path, "row_groups"), name, ids) if name in groups else [name])
            ]
            for side in sides
        )
        if unknown := [id for id in (*left, *right) if id not in ids]:
            raise _wrong(self.source, (*path, "balances"), f"没有“{unknown[0]}”", f"no {unknown[0]!r} here")
        return Balance(tuple(left), tuple(right))

    def _groups(self, path: tuple[str, ...], key: str, ids: list[str]) -> tuple[Group, ...]:
        """Groups; without ``members`` those whose id begins with the group's. A member may be a group itself."""
        return tuple(
            Group(group, self._label((*path, key, group)), tuple(self._members((*path, key), group, ids)))
            for group in self._at(path).get(key, {})
        )

    def _members(self, path: tuple[str, ...], group: str, ids: list[str]) -> list[str]:
        named = self._at((*path, group)).get("members")
        if named is None:
            return [id for id in ids if id == group or id.startswith(f"{group}.")]
        groups = self._at(path)
        wanted: set[str] = set()
        for member in named:
            members = self._members(path, member, ids) if member in groups and member != group else [member]
            if unknown := [id for id in members if id not in ids]:
                raise _wrong(self.source, (*path, group, "members"), f"没有“{unknown[0]}”", f"no {unknown[0]!r} here")
            wanted.update(members)
        return [id for id in ids if id in wanted]
