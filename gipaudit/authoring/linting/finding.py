"""What a ruleset is held to, each with its code, and one thing found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gipaudit.errors import Message, Position
from gipaudit.scorecard import Severity


@dataclass(frozen=True, slots=True)
class Lint:
    """One thing that a ruleset is held to. ``remedy`` is what to do about it."""

    code: str
    severity: Severity
    title: Message
    remedy: Message


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing found in a ruleset. ``rule`` is the id of the rule it is about, "" where it is about none."""

    code: str
    position: Position
    rule: str
    message: Message

    @property
    def lint(self) -> Lint:
        """What the ruleset was held to."""
        return LINTS[self.code]

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.lint.severity


def _lint(code: str, severity: Severity, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Lint:
    return Lint(code, severity, Message(zh, en), Message(remedy_zh, remedy_en))


LINTS: Mapping[str, Lint] = {
    lint.code: lint
    for lint in (
        _lint(
            "contradictory",
            "error",
            "几条规则不能同时成立",
            "rules that cannot all hold",
            "改正写错的一条，或关掉其中一条",
            "mend the one that is wrong, or turn one off",
        ),
        _lint(
            "never-passes",
            "error",
            "任何报告都不能满足的规则",
            "a rule that no report can meet",
            "核对公式，把常数、比较号改正",
            "check the formula's constants and comparisons",
        ),
        _lint(
            "against-template",
            "error",
            "格式自己的文字就违反的规则",
            "a rule that the form's own words break",
            "把表达式写得更具体，避开格式固有的标题和栏目名称",
            "make the pattern more specific than the form's headings and labels",
        ),
        _lint(
            "pattern-never-matches",
            "error",
            "永远匹配不到的表达式",
            "a pattern that never matches",
            "匹配前已去掉空格和换行，表达式里不要写 \\s、\\n；^ 只在开头，$ 只在末尾",
            "blanks and line breaks are dropped before matching: write no \\s or \\n, ^ only first and $ only last",
        ),
        _lint(
            "never-fails",
            "warning",
            "任何报告都不会不符合的规则",
            "a rule that no report can fail",
            "核对公式；确实恒成立的，删去",
            "check the formula; remove it where it always holds",
        ),
        _lint(
            "duplicate",
            "warning",
            "与另一条规则查的相同",
            "a rule that asks what another asks",
            "保留一条，另一条 off；否则同一处错误扣两次分",
            "keep one and turn the other off, or one mistake is charged twice",
        ),
        _lint(
            "implied",
            "warning",
            "由别的规则推出的规则",
            "a rule that follows from others",
            "不必另写；要单独提示的可以保留，但不要重复计分",
            "it need not be written; keep it for its message if you like, without marks of its own",
        ),
        _lint(
            "redundant",
            "info",
            "部分判断由别的规则推出",
            "some of a rule's instances follow from others",
            "不必改：重复的核对有助于找出填错的一格",
            "nothing to do: what is checked twice helps to find the wrong cell",
        ),
        _lint(
            "pattern-matches-template",
            "warning",
            "格式自己的文字就能满足的表达式",
            "a pattern that the form's own words meet",
            "没有写到的报告也会通过；把表达式写得更具体",
            "reports that say nothing would pass: make the pattern more specific",
        ),
        _lint(
            "pattern-contained",
            "info",
            "被另一个表达式包含",
            "a pattern that another one covers",
            "可以删去，结果不变",
            "it may be removed: the outcome is the same",
        ),
        _lint(
            "marks-of-no-rule",
            "warning",
            "分值所指的规则已关闭",
            "marks for rules that are off",
            "删去这一条分值，或打开规则",
            "remove these marks or turn the rule on",
        ),
        _lint(
            "cap-below-loss",
            "warning",
            "扣分上限小于一次扣分",
            "a cap below a single loss",
            "核对 lose 与 at_most",
            "check lose and at_most",
        ),
        _lint(
            "dimension-without-rules",
            "warning",
            "没有规则扣分的维度",
            "a dimension in which no rule costs marks",
            "这些分人人都得；给它规则，或把分值移到别的维度",
            "everyone earns these marks: give it rules, or its marks to others",
        ),
        _lint(
            "dimension-never-lost",
            "info",
            "扣不完的维度",
            "a dimension whose marks cannot all be lost",
            "核对维度分值与各条扣分之和",
            "compare its marks with the sum of its deductions",
        ),
        _lint(
            "deprecated-rule",
            "warning",
            "用了将停用的规则",
            "a rule that is deprecated is in use",
            "改用替代的规则，或 off",
            "use the rule that takes its place, or turn it off",
        ),
        _lint(
            "renamed-rule",
            "warning",
            "用了规则的旧名称",
            "a rule is called by its old id",
            "改为新名称",
            "use its new id",
        ),
        _lint(
            "no-basis",
            "warning",
            "没有写依据",
            "a rule without a basis",
            "写 basis：法规、文件的名称和条款",
            "write basis: the law or document and its article",
        ),
        _lint(
            "no-remedy",
            "warning",
            "没有写整改建议",
            "a rule without a remedy",
            "写 remedy：告诉填报单位怎样改正",
            "write remedy: what the unit should do",
        ),
        _lint(
            "no-example",
            "warning",
            "没有写例子",
            "a rule without examples",
            "写 examples：pass 和 fail 各至少一个，用 gipaudit ruleset test 运行",
            "write at least one pass and one fail example; gipaudit ruleset test runs them",
        ),
    )
}
"""Everything that a ruleset is held to, by code."""
