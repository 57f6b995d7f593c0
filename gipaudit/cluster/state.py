"""With what a machine reads: whatever may make it read the same bytes otherwise than another machine does."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from gipaudit.plugins import plugins

LIBRARIES = ("lxml", "selectolax", "pypdfium2", "rapidfuzz", "google-re2", "distributed")
"""The libraries of others that read documents and bind them, and the one that carries them."""

_READING = ("cluster", "documents", "forms", "sources", "workers")
"""The packages of gipaudit that a worker runs."""

ABSENT = "—"


@cache
def state() -> Mapping[str, str]:
    """Return what this process reads with, by name: versions, and digests of programs and forms.

    Raises:
        SourceError: a form file is wrong.
    """
    from gipaudit.documents.reading import loaders
    from gipaudit.forms.library import forms

    found = {"Python": ".".join(platform.python_version_tuple()[:2])}
    found["gipaudit"] = f"{_version('gipaudit')} ({_digest_of_program()})"
    found.update((f"loader {loader.name}", loader.version) for loader in loaders())
    found.update((f"form {name}", _digest(_plain(asdict(form)))) for name, form in forms().items())
    found.update((name, _version(name)) for name in LIBRARIES)
    for info in plugins().infos:
        found[info.name] = f"{info.version}{' !' if info.error else ''}"
        found.update((name, _version(name)) for name in _needed(info.name))
    return dict(sorted(found.items()))


def as_json(told: Mapping[str, str]) -> bytes:
    """Return a state as it goes over the network."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def digest(told: Mapping[str, str]) -> str:
    """Return what two states have in common only where they are equal."""
    return _digest(as_json(told))


def differences(ours: Mapping[str, str], data: bytes) -> list[tuple[str, str, str]]:
    """Return name, ours and theirs of everything in which another machine's state, given as JSON, differs."""
    theirs: Mapping[str, str] = json.loads(data)
    names = sorted(ours.keys() | theirs.keys())
    pairs = ((name, ours.get(name, ABSENT), theirs.get(name, ABSENT)) for name in names)
    return [(name, here, there) for name, here, there in pairs if here != there]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _digest_of_program() -> str:
    """Two checkouts may bear one version: the files themselves are compared."""
    root = Path(__file__).resolve().parents[1]
    hashed = hashlib.sha256()
    for package in _READING:
        for file in sorted((root / package).rglob("*.py")):
            hashed.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return hashed.hexdigest()[:12]


def _plain(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, default=_sorted).encode()


def _sorted(thing: object) -> object:
    return sorted(thing) if isinstance(thing, frozenset) else str(thing)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ABSENT


def _needed(name: str) -> Iterator[str]:
    """The distributions that a plugin needs, without its extras and without gipaudit."""
    try:
        lines = requires(name) or ()
    except PackageNotFoundError:
        return
    for line in lines:
        requirement, _, marker = line.partition(";")
        needed = _name(requirement)
        if "extra" not in marker and needed != "gipaudit":
            yield needed


def _name(requirement: str) -> str:
    for index, character in enumerate(requirement):
        if not (character.isalnum() or character in "-_."):
            return requirement[:index]
    return requirement
