"""The outputs that come with gipaudit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gipaudit.errors import Message
from gipaudit.hookspecs import hookimpl
from gipaudit.renderers.renderer import Renderer, Settings
from gipaudit.scorecard import Audit


def _table(audit: Audit, settings: Settings) -> Iterator[str]:
    from gipaudit.renderers.table import render

    return render(audit, settings)


def _json(audit: Audit, settings: Settings) -> Iterator[str]:
    from gipaudit.renderers.json import render

    return render(audit, settings)


@hookimpl
def register_renderers(register: Callable[[Renderer], None]) -> None:
    """Bring the two outputs that every audit has."""
    register(
        Renderer("table", Message("在终端阅读的评分卡和排名", "scorecards and ranking for reading"), ".txt", _table)
    )
    register(
        Renderer("json", Message("完整记录，供其他程序使用", "the whole record, for other programs"), ".json", _json)
    )
