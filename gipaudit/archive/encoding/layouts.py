"""The layouts of forms by name: a report's form is not written with it, only which one it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import NamedTuple

from gipaudit.archive.problems import DamagedError
from gipaudit.forms.form import Form


class LayoutKey(NamedTuple):
    """Which layout: the form's name among the known ones (``2021``, ``2014/2014-library``), and its omitted rows."""

    form: str
    omitted: tuple[str, ...]


def layout_key(form: Form | None) -> LayoutKey | None:
    """Return the key of a layout."""
    if form is None:
        return None
    return LayoutKey(form.id if form.variant is None else f"{form.id}/{form.variant}", tuple(sorted(form.omitted)))


class Layouts:
    """The layouts of the known forms; reports of one layout share one :class:`Form`."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self.forms = forms
        self._known: dict[LayoutKey, Form] = {}

    def find(self, key: LayoutKey) -> Form:
        """Return the layout of a key.

        Raises:
            DamagedError: there is no such form, or it has no such rows.
        """
        if key not in self._known:
            form = self.forms.get(key.form)
            rows = {f"{table.id}.{row.id}" for table in form.tables for row in table.rows} if form else set()
            if form is None or not rows.issuperset(key.omitted):
                raise DamagedError(f"a form that is not known: {key.form}")
            self._known[key] = form.layout(frozenset(key.omitted))
        return self._known[key]


def fingerprint(forms: Mapping[str, Form]) -> str:
    """Return the SHA-256 of all that the known forms say: where it differs, a document may bind otherwise."""
    text = json.dumps({name: asdict(form) for name, form in sorted(forms.items())}, default=sorted)
    return hashlib.sha256(text.encode()).hexdigest()
