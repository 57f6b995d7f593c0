"""``gipaudit plugins``: what is installed, and what failed to load."""

from __future__ import annotations

from gipaudit import __version__
from gipaudit.cli import output
from gipaudit.cli.language import say
from gipaudit.errors import Message

NAME = "plugins"
HELP = Message(
    "列出已安装的插件，以及未能使用的插件和原因。", "List the installed plugins, and those that failed and why."
)


def run() -> int:
    """List the plugins."""
    from gipaudit.forms.library import forms
    from gipaudit.plugins import BUILT_IN, plugins
    from gipaudit.renderers.layout import table

    loaded = plugins()
    loaded.collect_all()
    forms()  # what is wrong in a form is known only once it is read
    built_in = {
        caller.name
        for name in BUILT_IN
        for caller in loaded.manager.get_hookcallers(loaded.manager.get_plugin(name)) or ()
    }
    rows = [("gipaudit", __version__, ", ".join(sorted(built_in)), say("内置", "built in"))]
    for info in loaded.infos:
        state = say("未能使用：", "failed: ") + info.error if info.error else say("正常", "fine")
        rows.append((info.name, info.version, ", ".join(info.hooks), state))
    headers = (say("插件", "Plugin"), say("版本", "Version"), say("提供", "Brings"), say("状态", "State"))
    output.emit_lines(table(headers, rows, output.width(), flexible=(2, 3)))
    return 0
