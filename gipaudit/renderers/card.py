"""One report's scorecard, for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gipaudit.renderers import findings, words
from gipaudit.renderers.causes import render_causes
from gipaudit.renderers.layout import block, columns, table
from gipaudit.renderers.numbers import grades, marks, marks_between, plain
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.terminal import styled
from gipaudit.scorecard import Finding, RuleInfo, Scorecard


def render_card(card: Scorecard, rules: Mapping[str, RuleInfo], settings: Settings) -> Iterator[str]:
    """Yield the lines of a scorecard."""
    yield "=" * settings.width
    for line in block(_headline(card, settings.language), settings.width):
        yield styled(line, "bold", settings.color)
    yield "=" * settings.width
    yield from _facts(card, rules, settings)
    yield ""
    yield from _dimensions(card, settings)
    yield from _sections(card, settings)
    failing = [item for item in card.findings if item.verdict == "fail" and not item.known]
    known = [item for item in card.findings if item.known]
    if failing:
        yield _title("发现的问题", "Findings", len(failing), settings)
        yield ""
        yield from render_causes(card, settings)
        yield from findings.failed(card, rules, settings, failing)
    elif not known:
        yield _nothing(card, settings.language)
        yield ""
    yield from _others(card, rules, settings)
    yield from _against_baseline(card, len(known), settings)
    yield from _foot(card, rules, failing, settings)


def _against_baseline(card: Scorecard, known: int, settings: Settings) -> Iterator[str]:
    """How much is not shown because an earlier audit had it already, and how much of that audit is mended."""
    zh = settings.language == "zh"
    parts = []
    if known:
        parts.append(
            f"另有{known}处与基线相同，未列出" if zh else f"{known} more stand in the baseline and are not listed"
        )
    if card.fixed:
        parts.append(f"基线中有{card.fixed}处已改正" if zh else f"{card.fixed} of the baseline are mended")
    if parts:
        yield from block(("；" if zh else "; ").join(parts) + ("。" if zh else "."), settings.width)
        yield ""


def _title(zh: str, en: str, count: int, settings: Settings) -> str:
    text = f"{zh}：{count}项" if settings.language == "zh" else f"{en}: {count}"
    return styled(text, "bold", settings.color)


def _nothing(card: Scorecard, language: str) -> str:
    """Silence is praise only where everything could be judged."""
    if all(result.verdict == "not_applicable" for result in card.rules):
        return (
            "没有一条规则适用于这份报告，未作审核。" if language == "zh" else "No rule applies: nothing was audited."
        )
    whole = card.form is not None and card.score.low == card.score.high
    if language == "zh":
        return "没有发现问题。" if whole else "在能够判定的范围内没有发现问题。"
    return "No findings." if whole else "No findings in what could be assessed."


def _headline(card: Scorecard, language: str) -> str:
    zh = language == "zh"
    unit = card.unit or ("单位未能识别" if zh else "unit not recognised")
    year = f"{card.year}" + ("年度" if zh else "") if card.year else ("年度未能识别" if zh else "year not recognised")
    return f"{unit}  {year}"


def _facts(card: Scorecard, rules: Mapping[str, RuleInfo], settings: Settings) -> Iterator[str]:
    language = settings.language
    zh = language == "zh"
    by_hand = "（人工指定）" if zh else " (set by hand)"
    mark = dict.fromkeys(card.by_hand, by_hand)
    facts = [("得分" if zh else "Score", _score(card, rules, language))]
    if card.rank is not None:
        facts.append(("名次" if zh else "Rank", f"第{card.rank}名" if zh else str(card.rank)))
    for what, zh_name, en_name in (("unit", "单位", "Unit"), ("year", "年度", "Year")):
        if what in card.by_hand:
            value = card.unit if what == "unit" else card.year
            facts.append((zh_name if zh else en_name, f"{value}{by_hand}"))
    level = words.level(card.level, language) or ("未能识别" if zh else "not recognised")
    facts.append(("级别" if zh else "Level", level + mark.get("level", "")))
    facts.append(("格式" if zh else "Form", words.form_name(card.form, language) + mark.get("form", "")))
    if card.form is not None and card.share_read < 1:
        share = f"{card.share_read:.1%}"
        facts.append(("读出" if zh else "Read", f"应填单元格的{share}" if zh else f"{share} of the cells asked for"))
    if card.published:
        facts.append(("公开" if zh else "Published", card.published.isoformat()))
    if card.source is not None:
        facts.append(("文件" if zh else "File", card.source))
    if card.converter:
        facts.append(("读取" if zh else "Reader", words.reader(card.loader, card.converter, language)))
    if card.duplicate_of:
        text = (
            f"与 {card.duplicate_of} 是同一单位同一年度，排名取后者"
            if zh
            else f"same unit and year as {card.duplicate_of}, which the ranking takes"
        )
        facts.append(("重复" if zh else "Duplicate", text))
    facts.extend(("人工" if zh else "Decided", words.decided(item, language)) for item in card.decided)
    facts.extend(("存疑" if zh else "Uncertain", words.uncertain(item, language)) for item in card.uncertain)
    facts.extend(("说明" if zh else "Note", note) for note in card.notes)
    width = max(columns(name) for name, _ in facts)
    for name, text in facts:
        yield from block(text, settings.width, name + " " * (width - columns(name) + 2))


def _score(card: Scorecard, rules: Mapping[str, RuleInfo], language: str) -> str:
    score, zh = card.score, language == "zh"
    text = f"{marks_between(score.low, score.high)} / {plain(marks(score.full))}"
    if grade := grades(score):
        text += f"  {grade}"
    model = words.word(words.MODELS, score.model, language)
    text += f"  （计分模型：{model} {score.model}）" if zh else f"  (model: {score.model})"
    if score.vetoed_by:
        names = ("、" if zh else ", ").join(findings.title(rules.get(id), id, language) for id in score.vetoed_by)
        text += f"；一票限分：{names}" if zh else f"; capped by: {names}"
    if score.pending:
        names = ("、" if zh else ", ").join(score.pending)
        text += f"；待人工评定：{names}" if zh else f"; a person is yet to judge: {names}"
    elif score.low != score.high:
        text += "；有未能判定的项，得分为区间" if zh else "; an interval, for something could not be assessed"
    return text


def _dimensions(card: Scorecard, settings: Settings) -> Iterator[str]:
    if not card.dimensions:
        return
    headers = ("维度", "得分", "满分") if settings.language == "zh" else ("Dimension", "Marks", "Full")
    rows = [
        (item.title or item.id, marks_between(item.low, item.high), plain(marks(item.full)))
        for item in card.dimensions
    ]
    yield from table(headers, rows, settings.width, right=(1, 2))
    free = [item.title or item.id for item in card.dimensions if item.rules == 0 and item.low == item.full]
    if free:
        zh = settings.language == "zh"
        text = "没有适用的规则，按满分计" if zh else "no rule applies, full marks given"
        names = f"{'、'.join(free)}：" if zh else f"{', '.join(free)}: "
        yield from block(names + text, settings.width)
    yield ""


def _sections(card: Scorecard, settings: Settings) -> Iterator[str]:
    outline = card.form or card.outline
    asked = {section.id: section for section in outline.sections} if outline else {}
    parts = []
    for section in card.sections:
        known = asked.get(section.id)
        if section.state == "present" or (section.state == "missing" and not (known and known.required)):
            continue
        state = words.word(words.SECTION_STATES, section.state, settings.language)
        name = known.label.title if known else section.title or section.id
        parts.append(name + words.aside(state, settings.language))
    if parts:
        mark, title = ("；", "章节  ") if settings.language == "zh" else ("; ", "Sections  ")
        yield from block(mark.join(parts), settings.width, title)
        yield ""


_OTHERS = (
    (
        "not_assessable",
        "未能判定（不作为问题，得分以区间表示）",
        "Not assessable (no fault; the score is an interval)",
    ),
    ("manual", "待人工评定", "For a person to judge"),
    ("waived", "已豁免", "Waived"),
    ("crashed", "规则出错（不计入该单位）", "Crashed rules (not held against the unit)"),
)


def _others(card: Scorecard, rules: Mapping[str, RuleInfo], settings: Settings) -> Iterator[str]:
    for verdict, zh, en in _OTHERS:
        found = [item for item in card.findings if item.verdict == verdict and not item.known]
        if not found:
            continue
        yield _title(zh, en, len(found), settings)
        yield ""
        for group in findings.grouped(found):
            for line in _group(group, rules, settings):
                yield styled(line, "dim", settings.color) if verdict == "waived" else line
        yield ""


def _group(group: findings.Group, rules: Mapping[str, RuleInfo], settings: Settings) -> Iterator[str]:
    first = group.findings[0]
    name = findings.title(rules.get(first.rule), first.rule, settings.language)
    yield from block(name + words.aside(first.rule, settings.language), settings.width, " * ")
    for item in group.findings:
        yield from findings.instance(item, settings)


def _foot(
    card: Scorecard, rules: Mapping[str, RuleInfo], failing: list[Finding], settings: Settings
) -> Iterator[str]:
    zh = settings.language == "zh"
    told = []
    for verdict, word in words.VERDICTS.items():
        count = sum(result.verdict == verdict for result in card.rules)
        if count:
            told.append(f"{word.zh}{count}" if zh else f"{count} {word.en}")
    if told:
        yield from block(("，" if zh else ", ").join(told), settings.width, "规则：" if zh else "Rules: ")
    free = sorted({item.rule for item in failing if item.rule in rules and not rules[item.rule].has_marks})
    if free:
        text = "、".join(free) if zh else ", ".join(free)
        yield from block(
            text, settings.width, "未通过但不计分的规则：" if zh else "Failing rules without marks: ", "  "
        )
    if told or free:
        yield ""
