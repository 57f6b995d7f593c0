"""Legacy Word and WPS documents, RTF and OpenDocument text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gipaudit.hookspecs import hookimpl

if TYPE_CHECKING:
    from gipaudit.documents.reading import Loader


@hookimpl
def register_loaders(register: Callable[[Loader], None]) -> None:
    """Bring the document formats ``doc``, ``rtf`` and ``odt``."""
    from gipaudit_office import open_document, rich_text, word

    for module in (word, rich_text, open_document):
        register(module.LOADER)
