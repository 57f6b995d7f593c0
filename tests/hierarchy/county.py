"""An invented county: its reports as pages, all figures 0 but those that a case names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from defects.draft import Draft, draft
from defects.naming import Unit
from defects.printing import write

WORDS = "本单位按照条例和上级要求做好政府信息公开工作，针对存在的问题提出了改进措施。"
"""Sentences of a made report name its own figures, which a case replaces: this stands for each of them."""


def page(unit: str, year: int = 2023, preamble: str = "", **cells: Any) -> Draft:
    """A report of a unit, its title as given, in which only the cells named are not 0."""
    made = draft(1, "2021", "html", Unit(unit, "我单位", "本地区", "department", 0))
    made.year = year
    made.title = [f"{unit}{year}年政府信息公开工作年度报告"]
    made.preamble = [f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。{preamble}"]
    made.signature = [unit, f"{year + 1}年1月20日"]
    made.figures = {address: str(cells.get(address, "0")) for address in made.figures}
    for part in made.parts:
        part.body = [WORDS if isinstance(item, str) else item for item in part.body]
    return made


def lay_out(folder: Path, reports: list[Mapping[str, Any]]) -> None:
    """Write the reports of a case into a folder, each under its unit's name or the one it asks for."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, report in enumerate(reports):
        name = report.get(
            "file", f"{number:02}-{report.get('printed', report['unit'])}{report.get('year', 2023)}.html"
        )
        whose, year = report.get("printed", report["unit"]), report.get("year", 2023)
        made = page(whose, year, report.get("preamble", ""), **report.get("cells", {}))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write(made))
