"""What is said of pages that are pictures of text: the same words whatever format they came in."""

from __future__ import annotations

from collections.abc import Sequence

from gipaudit.errors import DocumentError

UNTRUSTED = 0.5
"""The confidence of text that somebody else's recognition laid invisibly over the picture of a page."""


def scanned() -> DocumentError:
    """Return the error for a document all of whose pages are pictures, where nothing can read them."""
    return DocumentError(
        "scan",
        "是扫描件，没有可读取的文字；请安装 gipaudit-ocr 插件（pip install gipaudit-ocr）后再审计，或提供 Word 原文",
        "a scan without text: install the plugin gipaudit-ocr (pip install gipaudit-ocr), or give the Word document",
    )


def left_out(pages: Sequence[int]) -> str:
    """Return the note for pages (numbers from 1) that are pictures and were not read."""
    return f"{_named(pages)}是图片，没有可读取的文字，未读取；安装 gipaudit-ocr 插件后可以识别"


def untrusted(pages: Sequence[int]) -> str:
    """Return the note for pages (numbers from 1) read from the invisible text over their pictures."""
    return f"{_named(pages)}是图片，所读文字出自文件自带的识别结果，不能全信"


def _named(pages: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, pages))} 页"
