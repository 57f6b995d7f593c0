"""Who uses no archive loads nothing of one."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import sys
from gipaudit.cli.main import run
code = run(["audit", "--help"])
loaded = {name.partition(".")[0] for name in sys.modules}
print(code, sorted(loaded & {"sqlalchemy", "alembic", "msgspec", "psycopg", "pyarrow"}))
"""


def test_a_plain_audit_loads_no_library_of_the_archive() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
