"""Reports in an object store are audited as those in a folder are, and no more of the store is read than must be."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from cluster.conftest import EXAMPLES, JSON, Machines, Ran, Store, audit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gipaudit.documents import remote
from gipaudit.documents.contents import Opener
from gipaudit.documents.finding import find_files
from gipaudit.documents.limits import Limits
from gipaudit.documents.remote import Remote, content, location
from gipaudit.errors import DocumentError, UsageError

NAMES = [*(min(EXAMPLES.glob(f"*{suffix}")).name for suffix in (".html", ".docx", ".md"))]
ODD = "一 二#三%2F四?五.html"


@pytest.fixture(autouse=True)
def credentials(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def folder(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports in a folder, a bundle of them among these, and the same in the bucket ``province``."""
    made = tmp_path_factory.mktemp("province")
    inside = made / "水务局"
    inside.mkdir()
    for name in NAMES[:2]:
        (made / name).write_bytes((EXAMPLES / name).read_bytes())
    (inside / ODD).write_bytes((EXAMPLES / NAMES[0]).read_bytes() + b"<p>")
    (made / "空.txt").write_bytes(b"")
    (made / ".hidden.html").write_bytes(b"x")
    (made / "~$lock.docx").write_bytes(b"x")
    with zipfile.ZipFile(made / "打包.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.write(EXAMPLES / NAMES[2], f"镇/{NAMES[2]}")
    for file in made.rglob("*"):
        if file.is_file():
            store.put(f"s3://province/2025/{file.relative_to(made).as_posix()}", file.read_bytes())
    return made


@pytest.fixture(scope="session")
def here(folder: Path, harmful: Path) -> Ran:
    """What is made of the folder."""
    return audit(folder, *JSON, plugins=(harmful,))


def test_a_store_is_audited_as_a_folder_is(folder: Path, here: Ran, store: Store, harmful: Path) -> None:
    """The very same bytes, the bundle and the odd name included."""
    there = audit("s3://province/2025/", *JSON, plugins=(harmful,), **store.environment)
    assert there.out == here.out
    assert there.code == here.code
    assert len(json.loads(there.out)["scorecards"]) == 4


def test_a_cluster_reads_a_store(folder: Path, here: Ran, store: Store, cluster: Machines) -> None:
    there = cluster.audit("s3://province/2025", *JSON, **store.environment)
    assert there.out == here.out


def test_files_are_found_in_the_order_of_a_disk(folder: Path) -> None:
    here = [item.source for item in find_files([folder], Limits())]
    assert [item.source for item in find_files([location("s3://province/2025/")], Limits())] == here
    assert f"打包.zip!/镇/{NAMES[2]}" in here


def test_a_member_of_a_bundle_may_be_named(folder: Path) -> None:
    (item,) = find_files([location("s3://province/2025/打包.zip!/镇")], Limits())
    with Opener(Limits()) as opener:
        assert opener.read(item.path, item.inside) == (EXAMPLES / NAMES[2]).read_bytes()


@pytest.mark.parametrize("url", ["s3://province/2025/none.docx", "s3://nowhere/2025/", "s3://province/2026/"])
def test_what_is_not_there_is_told_with_its_name(folder: Path, url: str) -> None:
    with pytest.raises(UsageError, match=url.rstrip("/")):
        find_files([location(url)], Limits())


def test_an_object_that_is_gone_when_it_is_read_is_told(folder: Path) -> None:
    (item,) = find_files([location(f"s3://province/2025/{NAMES[0]}")], Limits())
    assert isinstance(item.path, Remote)
    with pytest.raises(DocumentError) as refused:
        content(Remote(item.path.url, item.path.path + "x"), Limits())
    assert refused.value.code == "not-found"


def test_a_file_that_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is asked, and none of its bytes."""
    place = location(f"s3://province/2025/{NAMES[0]}")
    assert isinstance(place, Remote)
    monkeypatch.setattr(remote, "_part", lambda *_: pytest.fail("it was read"))
    with pytest.raises(DocumentError) as refused:
        content(place, Limits(file_bytes=1000))
    assert refused.value.code == "too-large"


def test_a_listing_has_an_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MOST_FILES", 3)
    with pytest.raises(UsageError, match="一次最多 3 个"):
        find_files([location("s3://province/2025/")], Limits())


def test_a_store_that_does_not_answer_is_told_in_one_line(store: Store) -> None:
    """It is named, with what went wrong and where to look, and never with the credentials."""
    nobody = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    done = audit("s3://province/2025/", **{**store.environment, **nobody})
    assert done.code == 2
    (line,) = done.err.splitlines()
    assert "s3://province/2025" in line
    assert "EndpointConnectionError" in line
    assert store.environment["AWS_SECRET_ACCESS_KEY"] not in line


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://key:secret@province/2025/", "环境变量"),
        ("https://example.org/2025/", "先下载"),
        ("file:///etc/passwd", "不能读取这种网址"),
        ("simplecache::s3://province/2025/", "不能读取这种网址"),
        ("zip://2025.zip", "不能读取这种网址"),
        ("s3://", "存储桶"),
    ],
)
def test_other_urls_are_refused_before_anything_is_asked(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        location(url)
    assert "secret" not in refused.value.message.zh


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=8))
def test_whatever_is_no_url_is_a_path(name: str) -> None:
    assert location(name) == Path(name)
    assert location(f"folder/{name}") == Path("folder", name)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 300)), max_size=12))
def test_parts_of_a_file_are_those_of_the_file(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[bool, int]]
) -> None:
    """Wherever one goes in it and however much one reads, it is as if it lay on a disk."""
    data = os.urandom(200)

    class Memory:
        def info(self, path: str) -> dict[str, object]:
            return {"type": "file", "size": len(data)}

        def cat_file(self, path: str, start: int, end: int) -> bytes:
            assert 0 <= start < end <= len(data)
            return data[start:end]

    monkeypatch.setattr(remote, "_store", lambda url: Memory())
    with remote.opened(Remote("s3://b", "b/k")) as there, io.BytesIO(data) as here:
        for seek, number in steps:
            if seek:
                assert there.seek(number) == here.seek(number)
            else:
                assert there.read(number) == here.read(number)
