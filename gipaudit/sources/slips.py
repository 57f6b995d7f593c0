"""The slips of a Chinese keyboard and of a hasty hand: told in words, and mended so that reading can go on.

Two kinds: those that break the YAML (found on a line once the parser has stopped there) and those that are valid
YAML but say something else than was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gipaudit.errors import Message
from gipaudit.sources.source import shortened

_KEY = r"""(?:"[^"]*"|'[^']*'|[^\s:：,，{}\[\]'"“”#|>&*!%@`-][^\s:：,，{}\[\]'"]*(?:\*)?)"""
_WIDE_COLON = re.compile(rf"(?P<key>{_KEY})[ \u3000]*：[ \u3000]*(?P<value>.*)", re.S)
_TIGHT_COLON = re.compile(rf"(?P<key>{_KEY}):(?P<value>[^\s/].*)", re.S)
_SETTING = re.compile(rf"(?P<key>{_KEY}):[ \u3000]+(?P<value>\S.*)", re.S)
_WIDE = {
    "，": ", ",
    "：": ": ",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
}
_CLOSERS = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Found:
    """A slip: ``offset`` is its character in the text looked at (or in the key before it, where ``key`` is set)."""

    offset: int
    message: Message
    mended: str | None = None
    key: bool = False


def in_line(line: str) -> Found | None:
    """What is wrong on a line at which the parser stopped; ``mended`` is the line as it was probably meant."""
    indent = line[: len(line) - len(line.lstrip(" \t\u3000\xa0"))]
    dashed = line[len(indent) :].rstrip()
    rest = re.sub("^(?:- +)*", "", dashed)
    if "\t" in indent:
        mended = indent.replace("\t", "  ") + line[len(indent) :]
        return Found(indent.index("\t"), _TAB, mended)
    for blank in "\u3000\xa0":
        if blank in indent:
            return Found(indent.index(blank), _WIDE_BLANK, re.sub("[\u3000\xa0]", "  ", indent) + line[len(indent) :])
    start = len(indent) + len(dashed) - len(rest)
    head = line[:start]
    if rest.startswith("＃"):
        return Found(start, Message("注释要用半角 #", "a comment begins with an ASCII #"), head + "#" + rest[1:])
    if re.match(r"[－—–][ \u3000]", rest):
        return Found(
            start, Message("列表项要用半角减号 - 开头", "a list item begins with an ASCII -"), head + "- " + rest[2:]
        )
    match = _WIDE_COLON.fullmatch(rest)
    if match:
        offset = start + rest.index("：", match.end("key"))
        return Found(offset, _colon(match["key"]), f"{head}{match['key']}: {match['value']}")
    match = _TIGHT_COLON.fullmatch(rest)
    if match:
        offset = start + match.end("key")
        return Found(offset, _blank(match["key"]), f"{head}{match['key']}: {match['value']}")
    match = _SETTING.fullmatch(rest)
    if match:
        offset = start + match.start("value")
        value = match["value"]
        return _in_value(value, line[:offset], offset) or _inner_colon(value, line[:offset], offset)
    return _in_value(rest, head, start) if rest else None


def _in_value(value: str, head: str, offset: int) -> Found | None:
    first = value[0]
    if first in "@`%":
        return Found(offset, _quote(first), head + _quoted(value))
    if first in "*&!|>":
        return Found(offset, _quote(first), head + _quoted(value)) if len(value) > 1 else None
    if first in "\"'":
        return _in_quotes(value, head, offset)
    if first in _CLOSERS:
        return _in_brackets(value, head, offset)
    if first in "｛［【":
        return Found(offset, _wide(first), head + _narrow(value))
    return None


def _inner_colon(value: str, head: str, offset: int) -> Found | None:
    found = None if value[0] in "\"'{[" else re.search(r":(?: |$)", value)
    if found is None:
        return None
    zh = "值里含有冒号加空格，整段文字要加引号"
    en = "the value holds a colon and a blank: quote it"
    return Found(offset + found.start(), Message(zh, en), head + _quoted(value))


def _in_quotes(value: str, head: str, offset: int) -> Found | None:
    quote = value[0]
    closing = re.compile(r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'").match(value)
    if closing is None:
        body = value[1:].rstrip("”’\"'“‘")
        wide = value[-1] in "”’“‘" and len(value) > 1
        zh = f"引号没有配对：{quote} 开头，要用同样的半角 {quote} 结束" + ("（不是全角引号）" if wide else "")
        en = f"the quote {quote} is not closed" + (" (a full-width quote does not close it)" if wide else "")
        return Found(offset, Message(zh, en), f"{head}{_quoted(body)}")
    tail = value[closing.end() :].strip()
    if tail and not tail.startswith(("#", ",", "]", "}", ":")):
        zh = "引号之后还有文字：请把整段文字放在一对引号内，里面的引号改用“ ”"
        return Found(
            offset + closing.end(),
            Message(zh, "text after the closing quote: quote the whole"),
            head + _quoted(value),
        )
    return None


def _in_brackets(value: str, head: str, offset: int) -> Found | None:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", lambda match: "_" * len(match[0]), value)
    depth, end = 0, None
    for index, character in enumerate(bare):
        depth += (character in "{[") - (character in "}]")
        if depth == 0:
            end = index + 1
            break
    if end is not None:
        tail = bare[end:].strip()
        if tail and not tail.startswith("#"):
            return Found(offset, _quote(value[0]), head + _quoted(value))
    found = re.search("[，：｛｝［］【】]", bare)
    if found:
        return Found(offset + found.start(), _wide(found[0]), head + _narrow(value))
    if end is None:
        closer = _CLOSERS[value[0]]
        zh = f"括号没有配对：{value[0]} 开头，要用 {closer} 结束"
        return Found(offset, Message(zh, f"the bracket {value[0]} is not closed by {closer}"))
    return None


def in_key(key: str) -> Found | None:
    """A slip in an unquoted key."""
    if key != key.strip("\u3000\xa0"):
        return Found(0, _WIDE_BLANK)
    if "：" in key and not key.startswith("："):
        return Found(key.index("："), _colon(key.partition("：")[0]))
    return None


def lonely_key(key: str) -> Found | None:
    """A key in braces without a value, for a blank is missing: ``{lose:2}``."""
    match = re.match(r"(?P<name>[^:：]+):\S", key)
    if match is None:
        return None
    return Found(match.end("name"), _blank(match["name"]), key=True)


def in_flow(value: str, listed: bool) -> Found | None:
    """A slip in an unquoted value inside brackets or braces: ``[考核，评议]``, ``{lose: 2，per：cause}``."""
    found = re.search("[，、]" if listed else r"，\s*[^\s，：:]+[：:]", value)
    if found is None:
        return None
    zh = f"“{found[0][0]}”不能分隔各项，请改用半角逗号；如果是文字的一部分，请加引号"
    return Found(
        found.start(), Message(zh, f"{found[0][0]!r} does not separate items: use a comma, or quote the text")
    )


def in_list(value: str) -> Found | None:
    """A slip in an unquoted list item: ``- rule：privacy``."""
    match = re.match(r"(?P<key>[A-Za-z_][\w.]*)(?P<colon>[:：])(?!//)\S", value)
    if match is None:
        return None
    message = _blank(match["key"]) if match["colon"] == ":" else _colon(match["key"])
    return Found(match.start("colon"), message)


def in_block(value: str) -> Found | None:
    """A slip in an unquoted text that begins on a line of its own, where settings were surely meant."""
    match = re.match(r"(?P<key>[^\s：:，。；、]{1,40})(?P<colon>[:：])(?!//)\S", value)
    if match is None:
        return None
    message = _blank(match["key"]) if match["colon"] == ":" else _colon(match["key"])
    return Found(match.start("colon"), message)


_TAB = Message("缩进要用空格，不能用 TAB", "indent with blanks, not with a TAB")
_WIDE_BLANK = Message("缩进和名称里不能用全角空格，请用半角空格", "full-width blank: use ASCII blanks")


def _colon(key: str) -> Message:
    key = shortened(key)
    return Message(
        f"“{key}”后面是全角冒号“：”，请改为半角冒号加空格“: ”",
        f"full-width colon after {key!r}: write ': '",
    )


def _blank(key: str) -> Message:
    key = shortened(key)
    return Message(f"“{key}:”后面缺一个空格", f"a blank is missing after '{key}:'")


def _quote(first: str) -> Message:
    return Message(f"以 {first} 开头的文字要加引号", f"a text that begins with {first} must be quoted")


def _wide(character: str) -> Message:
    narrow = _WIDE[character].strip()
    return Message(
        f"全角“{character}”请改为半角“{narrow}”；如果是文字的一部分，请加引号",
        f"full-width {character!r}: write {narrow!r}, or quote the text",
    )


def _narrow(text: str) -> str:
    return "".join(_WIDE.get(character, character) for character in text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
