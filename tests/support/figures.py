"""Invented figures for the cells of a form, whose sums and balances hold."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from gipaudit.forms.form import Form, FormTable

Figures = dict[str, str]
"""Address → what is printed there; an empty text is a blank."""


def figures(form: Form, random: Random, most: int = 10**5) -> Figures:
    """Random figures below ``most`` for every cell that must hold a number; sums and the balance hold."""
    result: Figures = {}
    for table in form.tables:
        for cell in table.cells:
            if cell.kind != "heading":
                result[cell.address] = _figure(cell.kind, random, most)
        if table.id == "applications":
            _balance(table, result, random)
        for row in table.rows:
            _add_up(table, row.id, result)
    return result


def _figure(kind: str, random: Random, most: int) -> str:
    if kind == "amount":
        return f"{random.randrange(most)}.{random.randrange(100):02}"
    number = random.choice((0, random.randrange(min(10, most)), random.randrange(most)))
    return f"-{number}" if kind == "signed" and number and random.random() < 0.4 else str(number)


def _balance(table: FormTable, result: Figures, random: Random) -> None:
    parts = [row.id for row in table.rows if row.id not in ("new", "carried_in", "total", "carried_out")]
    for column in table.columns:
        total = sum(int(result[f"applications.{row}.{column.id}"]) for row in parts)
        left = random.randrange(50)
        before = random.randrange(total + left + 1)
        for row, value in (
            ("total", total),
            ("carried_out", left),
            ("carried_in", before),
            ("new", total + left - before),
        ):
            result[f"applications.{row}.{column.id}"] = str(value)


def _add_up(table: FormTable, row: str, result: Figures) -> None:
    for column in table.columns:
        if column.sum_of:
            total = sum(Decimal(result[f"{table.id}.{row}.{part}"]) for part in column.sum_of)
            result[f"{table.id}.{row}.{column.id}"] = str(total)
