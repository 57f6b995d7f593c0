"""From the coordinates of a PDF page to the page as it is seen: cropped, turned, from the top left corner down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gipaudit.documents.pages.page import Box

Matrix = tuple[float, float, float, float, float, float]
"""The numbers a–f of a transformation: x′ = a·x + c·y + e, y′ = b·x + d·y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class View:
    """What part of a page is seen (left, bottom, right, top in the page's own points) and by how many quarters it is
    turned clockwise.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of the page as it is seen."""
        match self.quarters:
            case 0:
                return left - self.left, self.top - top, right - self.left, self.top - bottom
            case 1:
                return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
            case 2:
                return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
            case _:
                return self.top - top, self.right - right, self.top - bottom, self.right - left

    def turned(self, quarters: int) -> View:
        """Return the view turned clockwise by so many more quarters."""
        return View(self.left, self.bottom, self.right, self.top, (self.quarters + quarters) % 4)


def view_of(page: Any) -> View:
    """Return how an opened page is seen."""
    import pypdfium2.raw as pdfium

    rectangle = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rectangle)
    return View(
        rectangle.left, rectangle.bottom, rectangle.right, rectangle.top, max(pdfium.FPDFPage_GetRotation(page), 0)
    )


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the transformation that first does the inner one."""
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, l = outer  # noqa: E741
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point comes to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def moved_box(matrix: Matrix, box: Box) -> Box:
    """Return the upright box round a box (low x, low y, high x, high y) once it is moved."""
    left, bottom, right, top = box
    corners = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)
