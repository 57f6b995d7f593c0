"""The user profile under which LibreOffice runs: no macros, no links followed, no network.

Each run has a profile of its own, for two at one profile hinder each other and a document may change one. A picture
linked from a ``.doc`` is asked for in spite of the first settings; the proxy, at a port where nobody listens, keeps
every request on this machine.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

NOBODY = ("127.0.0.1", "9")

_COMMON = "/org.openoffice.Office.Common"
_SETTINGS = (
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", NOBODY[0]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", NOBODY[1]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", NOBODY[0]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", NOBODY[1]),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
    # What a document leaves open is taken as of China, wherever this runs.
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale_CJK", "zh-CN"),
)


def write_profile(folder: Path) -> str:
    """Write a profile into an empty folder; return the argument that makes LibreOffice use it."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
    return f"-env:UserInstallation={folder.resolve().as_uri()}"
