"""What the tests of OFD share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest
from support.ofd import archive, document

from gipaudit.documents.limits import Limits
from gipaudit.documents.ofd_package import Package
from gipaudit.documents.ofd_sheets import sheets
from gipaudit.documents.pages.page import Page


@pytest.fixture
def drawn() -> Callable[..., Page]:
    """Return a function: objects of a page, and more of the file → the page as it is seen."""

    def draw(content: str, files: Mapping[str, bytes] = MappingProxyType({}), **rest: str) -> Page:
        parts = {**document([content], **rest), **files}
        (sheet,) = sheets(Package(archive(parts), Limits()), Limits())
        return sheet.page()

    return draw
