"""A document's text made ready for recognition: plain characters, no quotes of other documents, bounded length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gipaudit.documents.model import Document, Paragraph, Place, Table
from gipaudit.forms.dates import arabic_dates
from gipaudit.forms.numerals import FULL_WIDTH

MOST_LINES, LONGEST_LINE, TAIL_LINES = 400, 3000, 12

_SIMPLE = dict(
    zip(
        "開報與規況條劃請續縣區廳辦處務訊黨書範個總數類複議訴訟應財稅衛監審計環護鄉鎮會學醫門國華見問題級關於據機"
        "構編製統間電聯繫結實際現將為時說將標準發佈佈網頁認執進從來員領導組織強製團體經濟歲廣東灣龍蘇錫溫麗瀋陽陝寧慶"
        "貴遼鄭濟煙濰臨澤滄號貫徹簡稱該項產業資勞動儲備衝點單屬節約選擇營環護農險價質協轉讓歷綜較歸檔別遠運園藝術齊魯豐韓馬連興義雲陰陸婁漢渝贛閩蕪島嶺縉贊鳳鳴雙橋樂陳黃劉張楊趙吳孫塗廬濱東萬禮",
        "开报与规况条划请续县区厅办处务讯党书范个总数类复议诉讼应财税卫监审计环护乡镇会学医门国华见问题级关于据机"
        "构编制统间电联系结实际现将为时说将标准发布布网页认执进从来员领导组织强制团体经济岁广东湾龙苏锡温丽沈阳陕宁庆"
        "贵辽郑济烟潍临泽沧号贯彻简称该项产业资劳动储备冲点单属节约选择营环护农险价质协转让历综较归档别远运园艺术齐鲁丰韩马连兴义云阴陆娄汉渝赣闽芜岛岭缙赞凤鸣双桥乐陈黄刘张杨赵吴孙涂庐滨东万礼",
        strict=True,
    )
)
_PLAIN = str.maketrans({**_SIMPLE, **{chr(code): chr(plain) for code, plain in FULL_WIDTH.items()}, "，": ","})
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff〇])[ \t\xa0]{1,20}(?=[\u4e00-\u9fff〇])")
_AROUND_YEAR = re.compile(
    r"(?<=[\u4e00-\u9fff])[ \t]{1,8}(?=20[0-9]{2}\s{0,4}年)|(?<=年)[ \t]{1,8}(?=[\u4e00-\u9fff0-9])"
    r"|(?<=[0-9])[ \t]{1,8}(?=年)"
)
_QUOTED = re.compile(r"《[^《》]{0,160}》")
_OTHER_DOCUMENT = re.compile(r"关于|通知|条例|办法|规定|格式|意见|要点|方案|纲要|制度|规范|细则")
_SHORT_NAME = re.compile(r"\((?:以下|下)?(?:统|简|合|并)?称[^()]{0,40}\)")


@dataclass(frozen=True)
class Line:
    """One line of text, plain, and the paragraph it came from (``None`` for a table's row)."""

    text: str
    paragraph: Paragraph | None


def plain(text: str) -> str:
    """Simplified characters, half-width signs, digits in dates, no blanks between Chinese characters."""
    text = _INVISIBLE.sub("", text).translate(_PLAIN)
    return arabic_dates(_AROUND_YEAR.sub("", _BETWEEN.sub("", text))).strip()


def spaced(text: str) -> str:
    """Like :func:`plain`, but the blanks stay: they part the labels of index lines and the parts of titles."""
    return arabic_dates(_INVISIBLE.sub("", text).translate(_PLAIN)).strip()


class Opening:
    """What recognition reads of a document: its lines, bounded, and the rows of the index table above the text."""

    def __init__(self, document: Document) -> None:
        lines: list[Line] = []
        for block in document.blocks:
            if isinstance(block, Paragraph):
                lines += [Line(text[:LONGEST_LINE], block) for text in block.text.splitlines() if text.strip()]
            elif isinstance(block, Table) and len(lines) < MOST_LINES:
                lines += [Line(" | ".join(cell.text for cell in row)[:LONGEST_LINE], None) for row in block.rows[:12]]
        tail = lines[MOST_LINES:][-TAIL_LINES:]
        self.metadata = document.metadata
        self.raw = [line for line in (*lines[:MOST_LINES], *tail) if line.text.strip()]
        self.lines = [Line(plain(line.text), line.paragraph) for line in self.raw]

    @cached_property
    def prose(self) -> list[Line]:
        """The paragraphs without tables."""
        return [line for line in self.lines if line.paragraph is not None]

    @cached_property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(line.text for line in self.prose)

    @cached_property
    def own_text(self) -> str:
        """The paragraphs without the titles of other documents and without 以下简称…; a report's own title stays."""
        joined = _SHORT_NAME.sub("", self.text)
        return _QUOTED.sub(lambda match: "" if _OTHER_DOCUMENT.search(match[0]) else match[0], joined)

    @cached_property
    def heads(self) -> list[tuple[str, Paragraph]]:
        """The lines that may be a title: each of the first ones alone, and joined with the next, where short."""
        found = []
        for index, line in enumerate(self.prose[:60]):
            if not 3 < len(line.text) <= 90 or line.paragraph is None:
                continue
            found.append((line.text, line.paragraph))
            joined = line.text
            for following in self.prose[index + 1 : index + 3]:
                if len(joined) + len(following.text) > 90:
                    break
                joined += following.text
                place: Place = line.paragraph.place
                found.append((joined, Paragraph(joined, place, line.paragraph.heading)))
        return found
