"""In which language the command line speaks: ``--lang``, or else the locale.

It is decided before any command is built, so that help texts are in it too. ``--lang`` may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gipaudit.errors import Message, UsageError

LANGUAGES = ("zh", "en")

HELP = Message("界面语言（默认按系统语言）", "language of the interface (default: that of the system)")

_current = "zh"


def current() -> str:
    """Return the language of this run, ``zh`` or ``en``."""
    return _current


def use(language: str) -> None:
    """Set the language of this run."""
    global _current
    _current = language


def say(zh: str, en: str) -> str:
    """Return the text in the language of this run."""
    return en if _current == "en" else zh


def from_locale(environ: Mapping[str, str]) -> str:
    """Tell the language from the first of LC_ALL, LC_MESSAGES and LANG that is set: Chinese where it says so."""
    name = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "")
    return "zh" if name.lower().startswith("zh") else "en"


def take(arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """Take ``--lang`` out of the arguments; return the language and what is left.

    Raises:
        UsageError: ``--lang`` without a language, or with one that is not spoken.
    """
    language, rest = from_locale(environ), []
    arguments = list(arguments)
    while arguments:
        argument = arguments.pop(0)
        if argument == "--":
            rest += [argument, *arguments]
            break
        if argument != "--lang" and not argument.startswith("--lang="):
            rest.append(argument)
            continue
        language = argument.partition("=")[2] if "=" in argument else (arguments.pop(0) if arguments else "")
        if language not in LANGUAGES:
            raise UsageError("--lang 之后应为 zh 或 en", "--lang must be followed by zh or en")
    return language, rest
