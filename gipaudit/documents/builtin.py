"""The document formats that come with gipaudit."""

from __future__ import annotations

from collections.abc import Callable

from gipaudit.documents import docx, html, markdown, ofd, pdf, text
from gipaudit.documents.reading import Loader
from gipaudit.hookspecs import hookimpl


@hookimpl
def register_loaders(register: Callable[[Loader], None]) -> None:
    """Bring Word, PDF, OFD, HTML, Markdown and plain text."""
    for module in (docx, html, markdown, ofd, pdf, text):
        register(module.LOADER)
