"""How reports come back from a worker: pickled, but for the forms, which both sides have and know by name."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from typing import Any

from gipaudit.forms.form import Form


class Transport:
    """Packs and unpacks whatever passes between an audit and its workers.

    A form weighs more than the report that is bound to it. Instead of it goes its name among the known forms and
    the rows that the report's layout omits; all reports of one layout then share one :class:`Form`.
    """

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = forms
        self._names = {id(form): name for name, form in forms.items()}
        self._layouts: dict[tuple[str, frozenset[str]], Form] = {}

    def pack(self, thing: object) -> bytes:
        """Return the bytes of a thing."""
        buffer = io.BytesIO()
        _Pickler(buffer, self._names).dump(thing)
        return buffer.getvalue()

    def unpack(self, data: bytes) -> Any:
        """Return the thing of these bytes. They are our own worker's and never a document's."""
        return _Unpickler(io.BytesIO(data), self._layout).load()

    def _layout(self, key: tuple[str, frozenset[str]]) -> Form:
        if key not in self._layouts:
            name, omitted = key
            self._layouts[key] = self._forms[name].layout(omitted)
        return self._layouts[key]


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO, names: Mapping[int, str]) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self._names = names

    def persistent_id(self, thing: object) -> tuple[str, frozenset[str]] | None:
        if type(thing) is not Form:
            return None
        name = self._names.get(id(thing.whole or thing))
        return None if name is None else (name, thing.omitted)


class _Unpickler(pickle.Unpickler):
    def __init__(self, buffer: io.BytesIO, layout: Any) -> None:
        super().__init__(buffer)
        self._layout = layout

    def persistent_load(self, key: Any) -> Form:
        form: Form = self._layout(key)
        return form
