"""All kinds of defects that the tests plant."""

from __future__ import annotations

from defects import planting_text  # noqa: F401  # brings its kinds
from defects.planting import DEFECTS, planted

__all__ = ["DEFECTS", "planted"]
