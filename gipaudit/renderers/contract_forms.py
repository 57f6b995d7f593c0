"""The forms as the plain values of the contract: what a renderer needs to print a report's tables."""

from __future__ import annotations

from typing import Any

from gipaudit.forms.form import Form, FormTable, Group


def form(value: Form) -> dict[str, Any]:
    """A form as a renderer needs it: sections, and tables with rows, columns, names and units."""
    return {
        "id": value.id,
        "variant": value.variant,
        "title": value.title,
        "title_en": value.title_en,
        "sections": [
            {"id": item.id, "number": item.number, "title": item.label.title, "name": item.label.name}
            for item in value.sections
        ],
        "tables": [form_table(item) for item in value.tables],
    }


def form_table(value: FormTable) -> dict[str, Any]:
    """One table of a form."""
    return {
        "id": value.id,
        "title": value.label.title,
        "name": value.label.name,
        "rows": [
            {
                "id": row.id,
                "title": row.label.title,
                "name": row.label.name,
                "kind": row.kind,
                "unit": row.unit,
            }
            for row in value.rows
        ],
        "columns": [
            {
                "id": column.id,
                "title": column.label.title,
                "name": column.label.name,
                "kind": column.kind,
                "unit": column.unit,
            }
            for column in value.columns
        ],
        "row_groups": [form_group(group) for group in value.row_groups],
        "column_groups": [form_group(group) for group in value.column_groups],
    }


def form_group(value: Group) -> dict[str, Any]:
    """Rows or columns that stand under one heading."""
    return {
        "id": value.id,
        "title": value.label.title,
        "name": value.label.name,
        "members": list(value.members),
    }
