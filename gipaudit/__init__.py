"""Compliance audits of annual government-information-disclosure reports.

The public door is :func:`audit`; everything else is reached through the command line or through plugins.
"""

from typing import TYPE_CHECKING, Any

from gipaudit.version import __version__

__all__ = ["__version__", "audit"]

if TYPE_CHECKING:
    from gipaudit.pipeline import audit


def __getattr__(name: str) -> Any:
    """Load :func:`audit` when it is first asked for, so that ``gipaudit --version`` loads almost nothing."""
    if name == "audit":
        from gipaudit.pipeline import audit

        return audit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
