"""File names out of addresses and units' names: safe on every system, whatever a server or a list says."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 230
"""Bytes of a name in UTF-8, without what is put around it: file systems take 255."""

_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f<>:"/\\\\|?*%]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)


def safe_name(text: str, otherwise: str) -> str:
    """Return a text as the name of a file or folder, without a suffix of its own; ``otherwise`` where none is left.

    What no file system takes, and what would lead out of the folder, becomes ``_``; invisible characters too.
    """
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", text))
    name = " ".join(name.split()).encode()[:LONGEST].decode(errors="ignore").strip(" ._")
    if not name:
        return otherwise
    return f"_{name}" if _DEVICES.fullmatch(name) else name
