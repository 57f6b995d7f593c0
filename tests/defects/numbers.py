"""Figures as real reports have them: mostly zeros in a department, thousands in a city; every identity holds."""

from __future__ import annotations

from random import Random

from defects.naming import Unit

from gipaudit.forms.form import Form

Figures = dict[str, str]
PEOPLE = (("natural", 80), ("business", 10), ("research", 1), ("welfare", 2), ("legal", 3), ("other", 4))
FATES = (("granted", 40), ("partial", 12), ("unavailable.not_held", 20), ("unavailable.needs_making", 4))


def figures(form: Form, unit: Unit, random: Random) -> Figures:
    """Address → what is printed."""
    made = {cell.address: 0 for table in form.tables for cell in table.cells if cell.kind != "heading"}
    printed = _statistics(made, unit, random) if form.id == "2014" else _three_tables(form, made, unit, random)
    return {address: str(value) for address, value in printed.items()}


def _three_tables(form: Form, made: dict[str, int], unit: Unit, random: Random) -> dict[str, int | str]:
    rows = [row.id for row in form.table("applications").rows]
    fates = [row for row in rows if row not in ("new", "carried_in", "total", "carried_out")]
    weights = [dict(FATES).get(row, 1) for row in fates]
    for _ in range(_around(unit.size, random)):
        [person] = random.choices([p for p, _ in PEOPLE], [w for _, w in PEOPLE])
        [fate] = random.choices([*fates, "carried_out"], [*weights, 8])
        source = "carried_in" if random.random() < 0.08 else "new"
        made[f"applications.{fate}.{person}"] += 1
        made[f"applications.{source}.{person}"] += 1
    for person, _ in PEOPLE:
        made[f"applications.total.{person}"] = sum(made[f"applications.{fate}.{person}"] for fate in fates)
    for row in rows:
        made[f"applications.{row}.total"] = sum(made[f"applications.{row}.{person}"] for person, _ in PEOPLE)
    cases = made["applications.total.total"] // 12
    for row in ("review", "direct", "after_review"):
        for _ in range(random.randint(0, cases)):
            made[f"disputes.{row}.{random.choice(('upheld', 'upheld', 'corrected', 'other', 'pending'))}"] += 1
        made[f"disputes.{row}.total"] = sum(
            made[f"disputes.{row}.{result}"] for result in ("upheld", "corrected", "other", "pending")
        )
    printed: dict[str, int | str] = {**made}
    _second(form, printed, unit, random)
    return printed


def _second(form: Form, made: dict[str, int | str], unit: Unit, random: Random) -> None:
    busy = unit.kind in ("city", "county") or random.random() < 0.5
    scale = unit.size if busy else 0
    if form.id == "2021":
        issued, repealed = _around(scale // 20, random), _around(scale // 40, random)
        made["documents.normative.issued"], made["documents.normative.repealed"] = issued, repealed
        made["documents.normative.in_force"] = issued + _around(scale // 3, random)
        for row in ("licensing.licences", "enforcement.penalties", "enforcement.coercion"):
            made[f"{row}.decisions"] = _around(scale * random.choice((0, 1, 30)), random)
        amount = random.choice((0, 0, random.randrange(10_000_000) / 100 if busy else 0))
        made["fees.fees.amount"] = f"{amount:.2f}" if amount else 0
        return
    fresh = _around(scale // 20, random)
    made["documents.normative.made"] = made["documents.normative.published"] = fresh
    made["documents.normative.published_total"] = fresh + _around(scale // 3, random)
    for row in ("licensing.licences", "licensing.services", "enforcement.penalties", "enforcement.coercion"):
        previous = _around(scale // 2, random)
        made[f"{row}.previous"] = previous
        change = random.randint(-previous // 3, previous // 3)
        made[f"{row}.change"] = f"+{change}" if change > 0 and random.random() < 0.3 else change
        made[f"{row}.decisions"] = _around(scale * 20, random) if previous else 0
    made["fees.fees.previous"] = random.choice((0, 2, 5))
    bought = _around(scale // 30, random)
    made["procurement.procurement.projects"] = bought
    made["procurement.procurement.amount"] = f"{random.randrange(1, 500) * 3.37:.2f}" if bought else 0


def _statistics(made: dict[str, int], unit: Unit, random: Random) -> dict[str, int | str]:
    def put(row: str, value: int) -> int:
        made[f"statistics.{row}.count"] = value
        return value

    def spread(row: str, parts: tuple[str, ...], size: int) -> None:
        total = 0
        for part in parts:
            total += put(part, _around(size, random) if random.random() < 0.6 else 0)
        put(row, total)

    channels = [put(f"1.2.{number}", _around(unit.size * 20, random)) for number in (1, 2, 3, 4, 5)]
    put("1.1", random.randint(max(channels), sum(channels)))
    put("1.1a", min(put("1.1b", _around(unit.size // 8, random)), made["statistics.1.1.count"]))
    answers = [put("2.2.4", _around(unit.size // 10, random)), put("2.2.5", _around(unit.size // 10, random))]
    put("2.1", random.randint(max(answers), sum(answers)))
    put("2.2.1a", random.randint(0, put("2.2.1", _around(unit.size // 20, random))))
    put("2.2.2a", random.randint(0, put("2.2.2", _around(unit.size // 20, random))))
    put("2.2.3", _around(unit.size // 5, random))
    reasons = [put(f"3.3.4{letter}", random.choice((0, 0, 1))) for letter in "abcdef"]
    put("3.3.4", sum(reasons))
    kinds = [put(f"3.3.{number}", _around(unit.size // 6, random)) for number in (1, 2, 3, 5, 6, 7, 8)]
    answered = put("3.3", sum(kinds) + sum(reasons))
    put("3.2", answered)
    put("3.2.2", answered - put("3.2.1", random.randint(0, answered)))
    put("3.1", answered)
    put("3.1.4", answered - put("3.1.3", random.randint(0, answered)))
    for row in ("4", "5", "6"):
        spread(row, (f"{row}.1", f"{row}.2", f"{row}.3"), unit.size // 30)
    put("8.1", 1)
    put("8.2", random.randint(1, 4))
    put("8.3", put("8.3.1", random.randint(0, 3)) + put("8.3.2", random.randint(1, 5)))
    put("9.1", random.randint(1, 6))
    put("9.3", 20 * put("9.2", random.randint(1, 4)))
    return {**made}


def _around(size: int, random: Random) -> int:
    return int(random.expovariate(1 / size)) if size > 0 else 0
