"""Rules about rules: what is doubtful in a ruleset that loads without an error."""

from gipaudit.authoring.linting.finding import LINTS, Lint, LintFinding
from gipaudit.authoring.linting.run import lint, lint_record

__all__ = ["LINTS", "Lint", "LintFinding", "lint", "lint_record"]
