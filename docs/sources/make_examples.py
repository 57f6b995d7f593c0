"""Write the example reports of ``docs/examples/`` from the texts and figures beside this script.

Run ``python docs/sources/make_examples.py`` after changing them; a test holds the examples to their sources. Units,
places and figures are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import writers
from grids import section_grids

HERE = Path(__file__).resolve().parent

NOTICE = """青溪市人民政府办公室关于报送2023年度政府信息公开工作年度报告的通知

各镇人民政府，市政府各部门：
请各单位于2024年1月31日前编制并公布本单位2023年度政府信息公开工作年度报告，同时将报告链接报送市政府办公室。
"""


def make() -> dict[str, bytes]:
    """Return the content of every example by file name."""
    import yaml

    files = {}
    for source in sorted(HERE.glob("*.yaml")):
        report = yaml.safe_load(source.read_text(encoding="utf-8"))
        files[report["file"]] = _written(report)
    files["关于报送2023年度报告的通知.txt"] = NOTICE.encode()
    files["青溪市商务局2023年政府信息公开工作年度报告.pdf"] = b"%PDF-1.7\n%%EOF\n"
    return files


def _written(report: Mapping[str, Any]) -> bytes:
    blocks = _blocks(report)
    if "page" in report:
        return writers.page(blocks, **report["page"])
    write = {".docx": writers.word, ".md": writers.markdown, ".txt": writers.tabbed}
    return write[Path(report["file"]).suffix](blocks)


def _blocks(report: Mapping[str, Any]) -> list[writers.Block]:
    from gipaudit.forms.library import forms

    form = forms()[report["form"]]
    form = form.layout(frozenset(_parts(form))) if report.get("undivided") else form.standard
    blocks: list[writers.Block] = [report["title"], *report["opening"]]
    for section in form.sections:
        if section.id in report["sections"] or section.tables:
            blocks.append(f"{section.number}、{section.label.title}" if section.number else section.label.title)
            blocks += report["sections"].get(section.id, [])
            blocks += section_grids(form, section.id, report["figures"])
    return [*blocks, *report["signature"]]


def _parts(form: Any) -> list[str]:
    return [f"{table.id}.{part}" for table in form.tables for parts in table.alternatives.values() for part in parts]


if __name__ == "__main__":
    folder = HERE.parent / "examples"
    folder.mkdir(exist_ok=True)
    for name, content in make().items():
        (folder / name).write_bytes(content)
