"""What read a document, as one key: a file is read again only where its content or this is another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from gipaudit.archive.encoding.layouts import fingerprint
from gipaudit.documents.limits import Limits
from gipaudit.documents.reading import loaders
from gipaudit.documents.recognisers import recogniser
from gipaudit.forms.by_hand import ByHand
from gipaudit.forms.form import Form
from gipaudit.plugins import distribution, plugins
from gipaudit.version import __version__

_NO_MATTER = ("seconds", "memory_bytes", "bundle_bytes", "bundle_depth")
"""Limits that change no outcome that is kept: what took too long or too much is read again anyway."""


@dataclass(frozen=True)
class ReadingKey:
    """A digest, that of the forms alone, and what it was made of, as JSON."""

    digest: str
    forms: str
    about: str


def reading_key(forms: Mapping[str, Form], limits: Limits) -> ReadingKey:
    """Return the key of what would read a document now: gipaudit, its formats and plugins, forms and limits."""
    digest = fingerprint(forms)
    chosen = recogniser()
    about = {
        "gipaudit": __version__,
        "forms": digest,
        "loaders": sorted([each.name, each.version, _owner("register_loaders", each.name)] for each in loaders()),
        "recogniser": chosen and [chosen.name, chosen.version, _owner("register_recognisers", chosen.name)],
        "limits": {name: value for name, value in asdict(limits).items() if name not in _NO_MATTER},
    }
    text = json.dumps(about, sort_keys=True, ensure_ascii=False)
    return ReadingKey(hashlib.sha256(text.encode()).hexdigest(), digest, text)


def hand_key(hand: ByHand | None) -> str:
    """Return a digest of what a person said of a file; empty where nobody did."""
    if hand is None or not hand.given():
        return ""
    return hashlib.sha256(json.dumps(asdict(hand), sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def _owner(hook: str, name: str) -> str:
    return distribution(plugins().owner(hook, name))
