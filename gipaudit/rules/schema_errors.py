"""What a JSON Schema finds wrong, in plain words and with the place of the offending key or value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from gipaudit.errors import Message, Problem
from gipaudit.rules.names import refuse, unknown
from gipaudit.rules.settings import Setting
from gipaudit.sources import KeyPath, shortened

MOST_TOLD = 200
"""A file with more mistakes of one kind is no ruleset: the rest is not told."""

_KINDS = {
    "string": ("文字", "text"),
    "integer": ("整数", "a whole number"),
    "number": ("数字", "a number"),
    "boolean": ("true 或 false", "true or false"),
    "array": ("列表（[甲, 乙]）", "a list"),
    "object": ("一组设置（名称: 值）", "a mapping"),
    "null": ("空（~）", "null"),
}


def schema_problems(data: Any, schema: Mapping[str, Any], setting: Setting) -> list[Problem]:
    """Validate plain values and say what is wrong.

    A number where only text is taken is turned into the text that was written (``1.10``, ``3.1``), in ``data``.

    Args:
        data: plain values; mended in place.
        schema: the JSON Schema.
        setting: the same values with their places.
    """
    import jsonschema

    validator = jsonschema.Draft202012Validator(schema)
    errors = list(validator.iter_errors(data))
    if errors and _mend(data, errors, setting):
        errors = list(validator.iter_errors(data))
    told: dict[Problem, None] = {}
    for error in errors[:MOST_TOLD]:
        offset = None if _is_key(error) else 0
        for path, message in _words(error):
            told[Problem(setting.place(path, offset), message)] = None
    return list(told)


def _mend(data: Any, errors: Iterable[Any], setting: Setting) -> bool:
    mended = False
    for error in _all(errors):
        path = tuple(error.absolute_path)
        wanted = error.validator_value if error.validator == "type" else ()
        wanted = [wanted] if isinstance(wanted, str) else wanted
        if "string" not in wanted or isinstance(error.instance, bool) or not isinstance(error.instance, int | float):
            continue
        printed = setting.printed(path)
        holder = data
        for key in path[:-1]:
            holder = holder[key]
        if printed is not None and path:
            holder[path[-1]] = printed
            mended = True
    return mended


def _all(errors: Iterable[Any]) -> Iterator[Any]:
    for error in errors:
        yield error
        yield from _all(error.context or ())


def _is_key(error: Any) -> bool:
    """Whether a key is wrong, not a value."""
    keys = ("additionalProperties", "unevaluatedProperties", "required")
    return error.validator in keys or "propertyNames" in error.absolute_schema_path


def _words(error: Any) -> Iterator[tuple[KeyPath, Message]]:
    path = tuple(error.absolute_path)
    say = _key if "propertyNames" in error.absolute_schema_path else _SAY.get(error.validator)
    if say is None:
        name = _name(path)
        yield path, Message(f"“{name}”写法不对", f"{name!r} is not as it should be ({error.validator})")
    else:
        yield from say(error, path)


Words = Iterator[tuple[KeyPath, Message]]


def _name(path: KeyPath) -> str:
    """What a value is called: its key, and its number (from 1) where it stands in a list."""
    last = next((number for number in range(len(path) - 1, -1, -1) if isinstance(path[number], str)), 0)
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in path[last:])


def _short(value: Any) -> str:
    if isinstance(value, dict | list):
        return _kind(value)[0]
    shown = "true" if value is True else "false" if value is False else "空" if value is None else str(value)
    return shortened(shown)


def _kind(value: Any) -> tuple[str, str]:
    for name, kind in (("boolean", bool), ("string", str), ("integer", int), ("number", float), ("array", list)):
        if isinstance(value, kind):
            return _KINDS[name]
    return _KINDS["null"] if value is None else _KINDS["object"]


def _type(error: Any, path: KeyPath) -> Words:
    wanted = error.validator_value
    kinds = [_KINDS[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)]
    zh, en = "或".join(kind[0] for kind in kinds), " or ".join(kind[1] for kind in kinds)
    has = _kind(error.instance)
    hint_zh, hint_en = "", ""
    if isinstance(error.instance, dict) and "string" in wanted:
        hint_zh, hint_en = "；以 { 开头的文字要加引号", "; quote a text that begins with {"
    elif isinstance(error.instance, str) and error.instance[:1] in "［｛【{[":
        hint_zh, hint_en = "；请用半角括号，不加引号", "; use ASCII brackets without quotes"
    elif error.instance is None:
        hint_zh, hint_en = "；冒号后面没有内容", "; nothing stands after the colon"
    yield (
        path,
        Message(
            f"“{_name(path)}”应为{zh}，现为{has[0]}{hint_zh}", f"{_name(path)!r} must be {en}, not {has[1]}{hint_en}"
        ),
    )


def _unknown_keys(error: Any, path: KeyPath) -> Words:
    if error.validator_value is not False:
        return
    known = list(error.schema.get("properties", {}))
    patterns = error.schema.get("patternProperties", {})
    extra = [key for key in error.instance if key not in known]
    for key in extra[:MOST_TOLD]:
        if not any(re.search(pattern, key) for pattern in patterns):
            yield (*path, key), unknown("设置项", "key", key, known)


def _required(error: Any, path: KeyPath) -> Words:
    for key in error.validator_value:
        if key not in error.instance:
            yield path, Message(f"缺少“{key}”", f"{key!r} is missing")


def _enum(error: Any, path: KeyPath) -> Words:
    name, value = _name(path), _short(error.instance)
    known = [_short(one) for one in error.validator_value]
    yield path, refuse(f"“{name}”不能写“{value}”", f"{name!r} cannot be {value!r}", value, known)


def _const(error: Any, path: KeyPath) -> Words:
    value, parent = _short(error.validator_value), error.parent
    choices = parent.validator_value if parent is not None and parent.validator in ("anyOf", "oneOf") else ()
    kinds = [_KINDS[choice["type"]] for choice in choices if choice.get("type") in _KINDS]
    zh, en = "或".join(kind[0] for kind in kinds), " or ".join(kind[1] for kind in kinds)
    yield (
        path,
        Message(
            f"“{_name(path)}”应为{zh}或“{value}”，现为“{_short(error.instance)}”"
            if kinds
            else f"“{_name(path)}”只能写“{value}”",
            f"{_name(path)!r} must be {en} or {value!r}" if kinds else f"{_name(path)!r} must be {value!r}",
        ),
    )


def _limit(zh: str, en: str) -> Callable[[Any, KeyPath], Words]:
    def say(error: Any, path: KeyPath) -> Words:
        limit = error.validator_value
        yield (
            path,
            Message(
                f"“{_name(path)}”{zh.format(limit)}，现为 {_short(error.instance)}",
                f"{_name(path)!r} {en.format(limit)}",
            ),
        )

    return say


def _flat(zh: str, en: str) -> Callable[[Any, KeyPath], Words]:
    def say(error: Any, path: KeyPath) -> Words:
        yield (
            path,
            Message(
                f"“{_name(path)}”{zh.format(error.validator_value)}",
                f"{_name(path)!r} {en.format(error.validator_value)}",
            ),
        )

    return say


def _pattern(error: Any, path: KeyPath) -> Words:
    shown = _short(error.instance)
    yield (
        path,
        Message(
            f"“{shown}”不能用作“{_name(path)}”：含有不允许的字符（空格、冒号、逗号、引号、* 等）或格式不对",
            f"{shown!r} is not well formed for {_name(path)!r}",
        ),
    )


def _key(error: Any, path: KeyPath) -> Words:
    """A key whose name is not allowed: told at the mapping, the name being the instance."""
    name = str(error.instance)
    zh = f"编号“{_short(name)}”含有不允许的字符（空格、冒号、逗号、引号、括号、* 等）"
    yield (*path, name), Message(zh, f"the id {_short(name)!r} holds characters that are not allowed")


def _alternatives(error: Any, path: KeyPath) -> Words:
    """Of several alternatives, that one is spoken of which the value was meant to be: the one of its kind."""
    branches: dict[int, list[Any]] = {}
    for below in error.context or ():
        branches.setdefault(below.schema_path[0], []).append(below)
    if not branches:
        yield path, Message(f"“{_name(path)}”只能选一种写法", f"{_name(path)!r} fits more than one alternative")
        return
    fitting = [errors for errors in branches.values() if not any(_wrong_kind(below, error) for below in errors)]
    if all(below.validator == "required" for errors in branches.values() for below in errors):
        keys = list(
            dict.fromkeys(key for errors in branches.values() for below in errors for key in below.validator_value)
        )
        yield (
            path,
            Message(
                f"“{_name(path)}”至少要写其中一项：{'、'.join(keys)}",
                f"{_name(path)!r} needs one of: {', '.join(keys)}",
            ),
        )
        return
    if fitting:
        for below in min(fitting, key=len):
            yield from _words(below)
        return
    kinds: dict[str, None] = {}
    for errors in branches.values():
        for below in errors:
            if _wrong_kind(below, error):
                wanted = below.validator_value
                kinds.update(dict.fromkeys([wanted] if isinstance(wanted, str) else wanted))
    zh = "或".join(_KINDS[kind][0] for kind in kinds)
    en = " or ".join(_KINDS[kind][1] for kind in kinds)
    has = _kind(error.instance)
    yield path, Message(f"“{_name(path)}”应为{zh}，现为{has[0]}", f"{_name(path)!r} must be {en}, not {has[1]}")


def _wrong_kind(below: Any, error: Any) -> bool:
    return bool(below.validator == "type" and below.absolute_path == error.absolute_path)


_SAY: Mapping[str, Callable[[Any, KeyPath], Words]] = {
    "type": _type,
    "additionalProperties": _unknown_keys,
    "unevaluatedProperties": _unknown_keys,
    "required": _required,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
    "minimum": _limit("不能小于 {}", "must be at least {}"),
    "maximum": _limit("不能大于 {}", "must be at most {}"),
    "exclusiveMinimum": _limit("要大于 {}", "must be above {}"),
    "exclusiveMaximum": _limit("要小于 {}", "must be below {}"),
    "minLength": _flat("不能为空", "must not be empty"),
    "maxLength": _flat("过长（最多 {} 个字）", "is too long (at most {} characters)"),
    "minItems": _flat("至少要有 {} 项", "needs at least {} items"),
    "maxItems": _flat("最多 {} 项", "takes at most {} items"),
    "minProperties": _flat("至少要有 {} 项设置", "needs at least {} keys"),
    "uniqueItems": _flat("各项不能重复", "has an item twice"),
}
