"""What a file is that no loader reads, told by its first bytes, and what to do about it."""

from __future__ import annotations

import re

from gipaudit.documents.archive import CONTENT_TYPES, Archive, encrypted
from gipaudit.documents.encoding import head
from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLUGIN = (
    "请安装 gipaudit-office 插件（pip install gipaudit-office），或用 Word、WPS 另存为 .docx",
    "install the plugin gipaudit-office (pip install gipaudit-office), or save it as .docx with Word or WPS",
)
_AS_DOCX = ("请用 Word 或 WPS 另存为 .docx 后再试", "save it as .docx with Word or WPS")
_PICTURE = (
    "请安装 gipaudit-ocr 插件（pip install gipaudit-ocr），或提供原文",
    "install the plugin gipaudit-ocr (pip install gipaudit-ocr), or give the original document",
)
_UNPACK = ("请先解压，再审计其中的文件", "unpack it and audit the files inside")
_REPORT = ("不是年度报告，请提供报告原文", "not an annual report: give the report itself")

# No text that people write begins so; "[image: …]" and "[2021]" are no JSON.
_JSON = re.compile(r'\s*(?:\{\s*(?:"[^"\n]{0,200}"\s*:|\}\s*$)|\[\s*(?:\{\s*"|"[^"\n]{0,200}"\s*[,\]]))')

_SIGNATURES: tuple[tuple[bytes, int, str, str, tuple[str, str]], ...] = (
    (b"{\\rtf", 0, "RTF 文件", "an RTF document", _PLUGIN),
    (b"\xdb\xa5", 0, "旧版 Word 文档", "an old Word document", _AS_DOCX),
    (b"\x89PNG", 0, "图片（PNG）", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", 0, "图片（JPEG）", "a picture (JPEG)", _PICTURE),
    (b"GIF8", 0, "图片（GIF）", "a picture (GIF)", _PICTURE),
    (b"BM", 0, "图片（BMP）", "a picture (BMP)", _PICTURE),
    (b"II*\x00", 0, "图片（TIFF）", "a picture (TIFF)", _PICTURE),
    (b"MM\x00*", 0, "图片（TIFF）", "a picture (TIFF)", _PICTURE),
    (b"WEBP", 8, "图片（WebP）", "a picture (WebP)", _PICTURE),
    (b"Rar!\x1a\x07", 0, "压缩包（RAR）", "an archive (RAR)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", 0, "压缩包（7z）", "an archive (7z)", _UNPACK),
    (b"\x1f\x8b", 0, "压缩包（gzip）", "an archive (gzip)", _UNPACK),
    (b"BZh", 0, "压缩包（bzip2）", "an archive (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", 0, "压缩包（xz）", "an archive (xz)", _UNPACK),
)


def refusal(data: bytes) -> DocumentError | None:
    """Return the error that says what these bytes are, or ``None`` where they may be text."""
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data)
    for magic, offset, zh, en, advice in _SIGNATURES:
        # Two letters may begin a text as well; a binary file soon holds a zero byte.
        if data.startswith(magic, offset) and (len(magic) > 2 or b"\x00" in data[:64]):
            return _unknown(zh, en, advice)
    beginning = head(data)
    if beginning.lstrip().startswith("mime-version:") and "multipart/related" in beginning:
        return _unknown("单个文件网页（MHTML）", "a single-file web page (MHTML)", _AS_DOCX)
    if "<?mso-application" in beginning or "schemas.microsoft.com/office/2006/xmlpackage" in beginning:
        return _unknown("Office 的 XML 文件", "an Office document in one XML file", _AS_DOCX)
    if _JSON.match(beginning.removeprefix("\xef\xbb\xbf")):
        return _unknown("程序数据（JSON）", "data of a program (JSON)", _REPORT)
    if _comma_separated(data):
        return _unknown("逗号分隔的数据（CSV）", "comma-separated data (CSV)", _REPORT)
    return None


def _comma_separated(data: bytes) -> bool:
    """Whether the first lines all hold the same number of ASCII commas, two or more; Chinese prose has its own."""
    lines = [line for line in data[:8192].replace(b"\x00", b"").splitlines() if line.strip()]
    if len(data) > 8192:
        lines = lines[:-1]
    commas = {re.sub(rb'"[^"]*"', b"", line).count(b",") for line in lines}
    return len(lines) >= 3 and len(commas) == 1 and commas.pop() >= 2


def _compound(data: bytes) -> DocumentError:
    """An OLE container: names of its streams are in UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return encrypted()
    if holds("WordDocument"):
        return _unknown("旧版 Word 或 WPS 文档（.doc/.wps）", "a legacy Word document (.doc, .wps)", _PLUGIN)
    if holds("Workbook"):
        return _unknown("旧版电子表格（.xls）", "a legacy spreadsheet (.xls)", _AS_DOCX)
    return _unknown("旧版 Office 文件", "a legacy Office file", _AS_DOCX)


def _archive(data: bytes) -> DocumentError:
    try:
        archive = Archive(data, Limits())
        names = archive.names
        for name in names & {CONTENT_TYPES}:
            archive.read(name)
    except DocumentError as error:
        return error
    if archive.encrypted:
        return encrypted()
    if any(name.startswith("xl/") for name in names):
        return _unknown("电子表格（.xlsx）", "a spreadsheet (.xlsx)", _AS_DOCX)
    if any(name.startswith("ppt/") for name in names):
        return _unknown("演示文稿（.pptx）", "a presentation (.pptx)", _AS_DOCX)
    if "mimetype" in names and "content.xml" in names:
        return _open_document(archive)
    return _unknown("压缩包（ZIP）", "an archive (ZIP)", _UNPACK)


def _open_document(archive: Archive) -> DocumentError:
    try:
        kind = archive.read("mimetype")
    except DocumentError as error:
        return error
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return _unknown("OpenDocument 文档（.odt）", "an OpenDocument text (.odt)", _PLUGIN)
    return _unknown("OpenDocument 表格或演示文稿", "an OpenDocument spreadsheet or presentation", _AS_DOCX)


def _unknown(zh: str, en: str, advice: tuple[str, str]) -> DocumentError:
    gap = " " if zh[0].isascii() else ""
    return DocumentError(
        "unknown-format",
        f"这是{gap}{zh}；{advice[0]}。本版本可读 docx、pdf、ofd、html、txt、md",
        f"this is {en}: {advice[1]}. This version reads docx, pdf, ofd, html, txt and md",
    )
