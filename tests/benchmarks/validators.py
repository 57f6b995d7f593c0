"""The same identities asked by the field's validators, written as their users write them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Asked = Mapping[str, Mapping[str, Fraction]]
"""Name of an identity → what must add up to nought, by column."""

Failing = set[tuple[str, int]]
"""Names of identities with the numbers of the reports that fail them."""


def frame(rows: list[dict[str, int]]) -> Any:
    """Reports as a data frame, a column a cell."""
    import pandas

    return pandas.DataFrame(rows)


def columns(rows: list[dict[str, int]]) -> Any:
    """The same as a data frame of polars."""
    import polars

    return polars.DataFrame(rows)


def polars(data: Any, asked: Asked) -> Failing:
    """An expression an identity, all in one query, on all the processors that polars takes."""
    import polars as pl

    sums = [
        (pl.sum_horizontal(*(pl.col(cell) * int(factor) for cell, factor in terms.items())) != 0).alias(name)
        for name, terms in asked.items()
    ]
    fails = data.select(sums)
    return {(name, number) for name in fails.columns for number in fails[name].arg_true().to_list()}


def _holds(data: Any, terms: Mapping[str, Fraction]) -> Any:
    return sum(data[cell] * int(factor) for cell, factor in terms.items()) == 0


def pandera(data: Any, asked: Asked) -> Failing:
    """A schema with a check an identity, all failures gathered."""
    import pandera.pandas as pa

    checks = [pa.Check(lambda data, terms=terms: _holds(data, terms), name=name) for name, terms in asked.items()]
    try:
        pa.DataFrameSchema(checks=checks).validate(data, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        return set(zip(cases["check"], (int(number) for number in cases["index"]), strict=True))
    return set()


def pointblank(data: Any, asked: Asked) -> Failing:
    """A validation with a step an identity; the rows that fail are its extracts."""
    import pointblank

    validation = pointblank.Validate(data)
    for terms in asked.values():
        validation = validation.col_vals_expr(expr=lambda data, terms=terms: _holds(data, terms))
    validation = validation.interrogate()
    return {
        (name, int(number) - 1)
        for step, name in enumerate(asked, start=1)
        if validation.n_failed(i=step, scalar=True)
        for number in validation.get_data_extracts(i=step, frame=True)["_row_num_"]
    }
