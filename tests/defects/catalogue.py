"""All kinds of defects that the tests plant."""

from __future__ import annotations

from defects import planting_figures, planting_sections, planting_text  # noqa: F401  # bring their kinds
from defects.planting import DEFECTS, planted

__all__ = ["DEFECTS", "planted"]
