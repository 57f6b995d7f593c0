"""Finding the parts of a file: bodies, versions, templates, paths as producers write them."""

from __future__ import annotations

import pytest
from support.ofd import PLAIN, archive, document, page, spelt, text

from gipaudit.documents.reading import loader_for, read_bytes
from gipaudit.errors import DocumentError


def said(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_bytes(data).paragraphs]


def one_page(words: str) -> dict[str, str]:
    return document([text(words, 20, 40)])


def test_it_is_known_by_its_entry() -> None:
    assert loader_for(archive(one_page("甲"))).name == "ofd"


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
        ("/Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
        ("Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
        ("pages/PAGE_0/content.XML", "Doc_0/Pages/Page_0/Content.xml"),
        ("Pages\\Page_0\\Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
        ("Pages/Page_0/Content.xml", "Doc_0\\Pages\\Page_0\\Content.xml"),
        ("./Pages/../Pages/Page_0/Content.xml", "doc_0/pages/page_0/content.xml"),
        ("../Doc_0/Pages/Page_0/Content.xml", "/Doc_0/Pages/Page_0/Content.xml"),
    ],
)
def test_a_part_is_found_however_it_is_named(named: str, kept: str) -> None:
    parts = one_page("一、总体情况")
    usual = "Doc_0/Pages/Page_0/Content.xml"
    content = parts.pop(usual)
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace("Pages/Page_0/Content.xml", named)
    assert said(archive({**parts, kept: content})) == ["一、总体情况"]


def test_every_document_of_a_file_is_read() -> None:
    second = {
        name.replace("Doc_0", "Doc_1"): part
        for name, part in one_page("第二份是去年的年度报告。").items()
        if "Doc_0" in name
    }
    first = one_page("第一份。")
    body = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    entry = first["OFD.xml"].replace("</ofd:OFD>", body)
    read = read_bytes(archive({**second, **first, "OFD.xml": entry}))
    assert [(block.text, block.place.page) for block in read.paragraphs] == [
        ("第一份。", 1),
        ("第二份是去年的年度报告。", 2),
    ]


def test_the_current_version_is_read() -> None:
    parts = one_page("初稿")
    final = {name.replace("Doc_0", "Doc_0/V2"): part for name, part in one_page("定稿").items() if "Doc_0" in name}
    versions = (
        '<ofd:Versions><ofd:Version ID="1" Index="1" BaseLoc="Doc_0/V1.xml"/>'
        '<ofd:Version ID="2" Index="2" Current="true" BaseLoc="Doc_0/V2.xml"/></ofd:Versions></ofd:DocBody>'
    )
    parts["OFD.xml"] = parts["OFD.xml"].replace("</ofd:DocBody>", versions)
    version = spelt("<DocVersion><DocRoot>/Doc_0/V2/Document.xml</DocRoot></DocVersion>")
    assert said(archive({**parts, **final, "Doc_0/V2.xml": version})) == ["定稿"]


def test_what_stands_in_a_template_is_on_the_page() -> None:
    assert said(archive(document([text("正文。", 20, 60)], template=text("一、总体情况", 20, 40)))) == [
        "一、总体情况",
        "正文。",
    ]


def test_a_part_in_gbk_is_read() -> None:
    parts: dict[str, str | bytes] = dict(one_page("镕基"))
    name = "Doc_0/Pages/Page_0/Content.xml"
    parts[name] = str(parts[name]).replace("UTF-8", "GB2312").encode("gb18030")
    assert said(archive(parts)) == ["镕基"]


def test_annotations_and_seals_are_no_text() -> None:
    parts = one_page("正文")
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(
        "</ofd:Document>", "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"
    )
    parts["Doc_0/Annots/Annotations.xml"] = spelt(page(text("作废", 20, 50)), PLAIN)
    assert said(archive(parts)) == ["正文"]


@pytest.mark.parametrize("lost", ["CompositeObject", "ImageObject"])
def test_what_is_not_in_the_file_is_told(lost: str) -> None:
    read = read_bytes(
        archive(document([text("正文", 20, 40) + f'<{lost} ID="3" ResourceID="77" Boundary="0 0 9 9"/>']))
    )
    assert read.lossy
    assert read.notes == ("第 1 页有内容缺失，或位置、大小不合规范，未能读取",)


@pytest.mark.parametrize(
    ("named", "code"),
    [("Pages/Page_9/Content.xml", "damaged"), ("", "damaged"), ("../../../etc/passwd", "unsafe")],
)
def test_a_page_that_is_not_there(named: str, code: str) -> None:
    parts = one_page("甲")
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace("Pages/Page_0/Content.xml", named)
    with pytest.raises(DocumentError) as error:
        read_bytes(archive(parts))
    assert error.value.code == code
