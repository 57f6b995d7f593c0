"""A ZIP file of documents is read member by member, in memory, whatever wrote it and whatever it hides."""

from __future__ import annotations

import contextlib
import os
import struct
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ooxml
from support.zips import ENCRYPTED, UTF8, Packed, packed, zipped

from gipaudit.documents.bundle import bundle_in
from gipaudit.documents.contents import Opener, contents
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError

DOCX = ooxml.word(ooxml.p("云溪市水务局2023年政府信息公开工作年度报告"))
LIMITS = Limits()


def written(folder: Path, data: bytes, name: str = "年报.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def names(data: bytes) -> list[str]:
    bundle = bundle_in(data, LIMITS)
    assert bundle is not None
    with bundle:
        return [member.name for member in bundle.members]


def everything(path: Path, limits: Limits = LIMITS) -> dict[str, bytes | str]:
    """Each file in a bundle with its bytes, or with the code of what is wrong."""
    found: dict[str, bytes | str] = {}
    with Opener(limits) as opener:
        for item in contents(path, limits) or ():
            try:
                if item.refusal:
                    raise item.refusal
                found[item.name] = opener.read(path, item.inside)
            except DocumentError as error:
                found[item.name] = error.code
    return found


@pytest.mark.parametrize(
    ("member", "shown"),
    [
        (Packed("水务局/年报.docx".encode(), b"x", UTF8), "水务局/年报.docx"),
        (Packed("水务局/年报.docx".encode(), b"x"), "水务局/年报.docx"),
        (Packed("水务局/年报.docx".encode("gbk"), b"x"), "水务局/年报.docx"),
        (Packed("联通.docx".encode("gbk"), b"x"), "联通.docx"),
        (Packed("䶮山镇.docx".encode("gb18030"), b"x"), "䶮山镇.docx"),
        (Packed(b"nianbao.docx", b"x", unicode="年报.docx"), "年报.docx"),
        (Packed(b"renamed.docx", b"x", unicode="年报.docx", checked=b"before"), "renamed.docx"),
        (Packed("水务局\\年报.docx".encode("gbk"), b"x"), "水务局/年报.docx"),
        (Packed("誠\\年报.docx".encode("gbk"), b"x"), "誠/年报.docx"),
        (Packed(b"report.docx", b"x"), "report.docx"),
        (Packed(b"\xff\xfe.docx", b"x"), "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}.docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_name_is_shown_as_it_was_given(member: Packed, shown: str) -> None:
    assert names(packed([member])) == [shown]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12))
def test_chinese_names_of_any_program_are_read(name: str) -> None:
    long = f"{name}政府信息公开工作年度报告.docx"
    for encoding, flags in (("utf-8", UTF8), ("utf-8", 0), ("gb18030", 0)):
        assert names(packed([Packed(long.encode(encoding), b"x", flags)])) == [long]


def test_a_name_never_leads_anywhere_and_hides_nothing(tmp_path: Path) -> None:
    evil = ["../../etc/年报.docx", "/etc/年报.docx", "C:\\年报.docx", "a\x1b[31mb.docx", "ab\u202excod.exe", "a\x00b"]
    before = sorted(os.walk(tmp_path.parent))
    path = written(tmp_path, packed([Packed(name.encode(), b"x", UTF8) for name in evil]))
    shown = everything(path)
    path.unlink()
    assert set(shown.values()) == {b"x"}
    assert not any(ord(character) < 32 or character == "\u202e" for name in shown for character in name)
    assert "../../etc/年报.docx" in shown
    assert sorted(os.walk(tmp_path.parent)) == before


@pytest.mark.parametrize("name", [b"", b"\x00", b"/", b"//", b".", b"..", b"\\"])
def test_a_name_that_is_none_stops_nothing(tmp_path: Path, name: bytes) -> None:
    path = written(tmp_path, packed([Packed(name, b"x"), Packed(b"good.txt", b"y")]))
    assert everything(path)["good.txt"] == b"y"


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = written(tmp_path, packed([Packed(b"a.docx", b"first"), Packed(b"a.docx", b"second")]))
    assert everything(path) == {"a.docx": b"first", "a.docx#2": b"second"}


def test_what_is_no_document_of_the_unit_is_passed_over() -> None:
    extra = ["__MACOSX/._年报.docx", ".DS_Store", "水务局/~$年报.docx", "水务局/.git/config", "空文件夹/"]
    assert names(zipped({"年报.docx": b"x", **dict.fromkeys(extra, b"y")})) == ["年报.docx"]


def test_the_order_is_that_of_the_names() -> None:
    assert names(zipped(dict.fromkeys(["乙/二.txt", "甲.txt", "乙/一.txt", "乙.txt"], b"x"))) == [
        *("乙/一.txt", "乙/二.txt", "乙.txt", "甲.txt")
    ]


@pytest.mark.parametrize(
    "data",
    [
        DOCX,
        ooxml.archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        ooxml.archive({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<a/>"}),
        b"%PDF-1.7",
        b"",
        b"PK\x03\x04 cut short",
        zipped({"a.docx": DOCX})[:-30],
    ],
    ids=["docx", "odt", "ofd", "pdf", "empty", "magic only", "truncated"],
)
def test_a_document_is_no_bundle(tmp_path: Path, data: bytes) -> None:
    assert contents(written(tmp_path, data), LIMITS) is None


def test_what_is_no_plain_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    assert contents(tmp_path / "pipe.zip", LIMITS) is None
    assert contents(tmp_path, LIMITS) is None
    assert contents(tmp_path / "absent.zip", LIMITS) is None


def test_a_bundle_in_a_bundle_is_read_to_the_second_depth(tmp_path: Path) -> None:
    third = zipped({"丙.txt": b"3"})
    second = zipped({"乙.txt": b"2", "再套.zip": third})
    first = zipped({"甲.txt": b"1", "区县.zip": second, "丁.txt": b"4"})
    assert everything(written(tmp_path, first)) == {
        "丁.txt": b"4",
        "区县.zip!/乙.txt": b"2",
        "区县.zip!/再套.zip": "too-deep",
        "甲.txt": b"1",
    }


def test_members_under_a_password_cost_only_themselves(tmp_path: Path) -> None:
    path = written(tmp_path, packed([Packed(b"a.docx", b"x", ENCRYPTED), Packed(b"b.docx", b"y")]))
    assert everything(path) == {"a.docx": "encrypted", "b.docx": b"y"}


def test_a_bundle_wholly_under_a_password_is_told_once(tmp_path: Path) -> None:
    path = written(tmp_path, packed([Packed(name, b"x", ENCRYPTED) for name in (b"a.docx", b"b.docx")]))
    with pytest.raises(DocumentError) as caught:
        contents(path, LIMITS)
    assert caught.value.code == "encrypted"


def test_a_rare_compression_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path, packed([Packed(b"a.docx", b"x", method=9)]))
    assert everything(path) == {"a.docx": "unknown-format"}


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (zipped({}), LIMITS, "empty"),
        (zipped({"__MACOSX/a": b"x"}), LIMITS, "empty"),
        (zipped({f"{n}.txt": b"x" for n in range(30)}), Limits(members=29), "too-many-members"),
        (packed([Packed(b"%d" % n, b"", size=2**32 - 1) for n in range(3)]), LIMITS, "inflates"),
    ],
    ids=["no member", "nothing of the unit's", "too many", "too much"],
)
def test_a_bundle_that_is_not_read_says_why(tmp_path: Path, data: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        contents(written(tmp_path, data), limits)
    assert caught.value.code == code


def test_a_directory_that_hides_its_size_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({f"{n}.txt": b"" for n in range(300)})
    body, end = data[:-22], bytearray(data[-22:])
    size = int.from_bytes(end[12:16], "little")
    offset = int.from_bytes(end[16:20], "little")
    struct.pack_into("<L", end, 12, 10)
    wide = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 300, 300, size, offset)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, len(body), 1)
    hidden = body + wide + locator + bytes(end)
    with zipfile.ZipFile(BytesIO(hidden)) as archive:
        assert len(archive.infolist()) == 300
    monkeypatch.setattr("gipaudit.documents.archive.zipfile.ZipFile", lambda *_: pytest.fail("listed"))
    for each in (hidden, data):
        with pytest.raises(DocumentError) as caught:
            contents(written(tmp_path, each), Limits(members=10))
        assert caught.value.code == "too-many-members"


def test_limits_hold_for_all_depths_together(tmp_path: Path) -> None:
    inner = zipped({f"{n}.txt": b"x" * 1000 for n in range(10)})
    path = written(tmp_path, zipped({"a.zip": inner, "b.zip": inner + b""}))
    assert list(everything(path, Limits(members=15)).values()).count("too-many-members") == 1
    most = 2 * len(inner) + 15_000
    assert list(everything(path, Limits(bundle_bytes=most)).values()).count("inflates") == 1


def test_a_bomb_costs_only_itself(tmp_path: Path) -> None:
    bomb = Packed(b"bomb.txt", b"\0" * 4_000_000)
    nested = Packed(b"nested.zip", zipped({"bomb.txt": b"\0" * 4_000_000}))
    path = written(tmp_path, packed([bomb, nested, Packed(b"good.txt", b"x")]))
    assert everything(path) == {"bomb.txt": "inflates", "good.txt": b"x", "nested.zip!/bomb.txt": "inflates"}


def test_a_member_that_lies_about_its_size_is_not_inflated_beyond_it(tmp_path: Path) -> None:
    path = written(tmp_path, packed([Packed(b"liar.docx", b"\0" * 50_000_000, size=100)]))
    tracemalloc.start()
    assert everything(path) == {"liar.docx": "damaged"}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_bundle_that_changed_meanwhile_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, zipped({"a.txt": b"x", "b.txt": b"y"}))
    listed = contents(path, LIMITS)
    assert listed is not None
    written(tmp_path, zipped({"a.txt": b"x"}))
    with Opener(LIMITS) as opener, pytest.raises(DocumentError, match="改动"):
        opener.read(path, listed[-1].inside)


def test_a_bundle_is_opened_once_for_all_its_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gipaudit.documents.contents as module

    path = written(tmp_path, zipped({f"{n}.txt": b"x" for n in range(20)}))
    listed, opened = contents(path, LIMITS), []
    open_bundle = module.open_bundle
    monkeypatch.setattr(module, "open_bundle", lambda *given: opened.append(given) or open_bundle(*given))
    with Opener(LIMITS) as opener:
        assert {opener.read(path, item.inside) for item in listed or ()} == {b"x"}
    assert len(opened) == 1


@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_no_damage_brings_a_bundle_down(noise: bytes, start: int, length: int) -> None:
    good = zipped({"a.docx": b"x" * 90, "b/c.txt": b"y" * 40, "d.zip": zipped({"e.txt": b"z"})})
    data = good[:start] + noise + good[start + length :]
    try:
        bundle = bundle_in(data, LIMITS)
    except DocumentError:
        return
    if bundle is None:
        return
    with bundle:
        for member in bundle.members:
            with contextlib.suppress(DocumentError):
                assert isinstance(bundle.read(member), bytes)


def test_no_file_stays_open(tmp_path: Path) -> None:
    path = written(tmp_path, zipped({"a.zip": zipped({"b.txt": b"x"})}))
    before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []
    assert everything(path) == {"a.zip!/b.txt": b"x"}
    after = os.listdir("/proc/self/fd") if before else []
    assert len(after) == len(before)


def test_the_writer_of_these_tests_writes_what_others_read() -> None:
    with zipfile.ZipFile(BytesIO(zipped({"年报.docx": DOCX}))) as archive:
        assert archive.testzip() is None
        assert archive.read("年报.docx") == DOCX
