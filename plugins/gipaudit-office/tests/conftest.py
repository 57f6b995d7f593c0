"""Invented reports, saved by LibreOffice in the formats of this plugin: once for all its tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from conftest import need
from gipaudit_office import converted, office
from gipaudit_office.profile import write_profile
from support.figures import figures
from support.formats import Block, to_docx
from support.office_samples import SAMPLES
from support.sheets import issued

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document
from gipaudit.documents.reading import loader_for, read_together
from gipaudit.forms.library import forms

Save = Callable[[Sequence[bytes], str], list[bytes]]
"""Word documents → the same in another format (``doc``, ``rtf``, ``odt``, ``fodt``)."""


def blocks(form: str, seed: int = 1) -> list[Block]:
    """A whole report of a form, all its cells filled and one of them left blank."""
    random = Random(seed)
    data = figures(forms()[form], random)
    data[random.choice(sorted(data))] = ""
    return [*issued(forms()[form], data), "特此报告。"]


@pytest.fixture(scope="session")
def program() -> str:
    """LibreOffice."""
    found = office.find()
    need(found is not None, "LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def save(program: str, tmp_path_factory: pytest.TempPathFactory) -> Save:
    """Save Word documents in another format."""

    def save_as(files: Sequence[bytes], format: str) -> list[bytes]:
        folder = tmp_path_factory.mktemp("saved")
        paths = [folder / f"{number}.docx" for number in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        profile = write_profile(folder / "profile")
        command = [program, profile, "--headless", "--convert-to", format, "--outdir", str(folder / "out")]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=300)
        return [(folder / "out" / f"{path.stem}.{format}").read_bytes() for path in paths]

    return save_as


@pytest.fixture(scope="session")
def reports() -> dict[str, bytes]:
    """Form → a report of it as .docx."""
    return {form: to_docx(blocks(form)) for form in ("2014", "2019", "2021")}


@pytest.fixture(scope="session")
def saved(save: Save, reports: dict[str, bytes]) -> Callable[[str], dict[str, bytes]]:
    """Return a function: format → the reports by form and the samples by name, in that format."""

    @cache
    def in_format(format: str) -> dict[str, bytes]:
        files = reports | SAMPLES
        return dict(zip(files, save(list(files.values()), format), strict=True))

    return in_format


@pytest.fixture(scope="session")
def read(saved: Callable[[str], dict[str, bytes]]) -> Callable[[str], dict[str, Document]]:
    """Return a function: format → what is read of each, all in one batch."""

    @cache
    def from_format(format: str) -> dict[str, Document]:
        files = saved(format)
        loader = loader_for(files["2021"])
        return dict(zip(files, read_together(loader, list(files.values()), Limits()), strict=True))

    return from_format


@pytest.fixture(scope="session")
def by_office(saved: Callable[[str], dict[str, bytes]], program: str) -> dict[str, Document]:
    """What LibreOffice alone makes of the .doc files."""
    files = saved("doc")
    made = office.convert(program, list(files.values()), "doc", Limits())
    return {
        name: converted.read(docx, Limits(), "doc", converted.written_by(docx, Limits()))
        for name, docx in zip(files, made, strict=True)
        if isinstance(docx, bytes)
    }


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "PLACES", ())
