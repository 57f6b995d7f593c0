"""Short Word documents with what conversions are known to lose: numbers of headings, changes, boxes, blank cells."""

from __future__ import annotations

from support import ooxml
from support.formats import to_docx

NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>
<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""
STYLES = """<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>"""


def numbered(text: str, level: int) -> str:
    style = '<w:pStyle w:val="1"/>' if level == 0 else ""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return ooxml.p(text, style + number)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


DATED = 'w:author="某人" w:date="2024-01-15T08:00:00Z"'
REVISED = (
    f'<w:p>{run("本年收到")}<w:del w:id="1" {DATED}><w:r><w:delText>9</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" {DATED}>{run("7")}</w:ins>{run("件申请")}</w:p>'
)
HIDDEN = f"<w:p>{run('看得见')}{run('看不见', '<w:vanish/>')}{run('划掉', '<w:strike/>')}</w:p>"
CELLS = ooxml.tbl(
    ooxml.tr(ooxml.tc("项目"), ooxml.tc("本年"), ooxml.tc("上年")),
    ooxml.tr(ooxml.tc("规章"), ooxml.tc(""), ooxml.tc("3")),
    ooxml.tr(ooxml.tc("规范性文件"), ooxml.tc("—"), ooxml.tc("　　0")),
    ooxml.tr(ooxml.tc("合 计"), ooxml.tc("1,234"), ooxml.tc("")),
    widths=(2000, 2000, 2000),
)
BOX = (
    '<w:p><w:r><w:pict><v:shape id="s1" style="position:absolute;width:200pt;height:50pt"><v:textbox>'
    f"<w:txbxContent>{ooxml.p('文本框中的话')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>{run('框外')}</w:p>"
)
TITLE = ooxml.p("云溪市水务局2023年政府信息公开工作年度报告")
MIXED = TITLE + REVISED + HIDDEN + CELLS + ooxml.p("全角（）“引号”《书名》①②㎡‰ 𠮷䶮") + ooxml.p("特此报告。")
NUMBERED = (
    TITLE
    + numbered("总体情况", 0)
    + numbered("主动公开", 1)
    + ooxml.p("全年公开5条。")
    + numbered("监督保障", 1)
    + numbered("主动公开政府信息情况", 0)
)

SAMPLES = {
    "numbered": ooxml.word(NUMBERED, styles=STYLES, numbering=NUMBERING),
    "mixed": ooxml.word(MIXED),
    "boxed": ooxml.word(TITLE + BOX + ooxml.p("完。")),
    # LibreOffice 7.4 writes a table at the very end of a document so that it cannot read it again.
    "table last": to_docx(["标题", [[("甲", 1, 1), ("1", 1, 1)]]]),
}
