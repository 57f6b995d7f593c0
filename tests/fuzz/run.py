"""Drive one reader with a coverage-guided fuzzer for some seconds.

``make fuzz`` drives all targets, ``PYTHONPATH=tests python -m fuzz.run docx 600`` one; without arguments they are
listed. What breaks a reader is written to a folder and printed; mend it and keep the file in
``tests/fuzz/found/<target>/``.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

import atheris

MODULES = ("builtin", "ofd", "ofd_page", "pages.compose", "pdf", "pdf_pages", "reading", "word_body", "html_flow")

with atheris.instrument_imports(include=["gipaudit"]):
    for module in MODULES:
        import_module(f"gipaudit.documents.{module}")


def main() -> None:
    """Fuzz the target named on the command line."""
    from fuzz.targets import targets

    known = targets()
    if len(sys.argv) != 3 or sys.argv[1] not in known:
        sys.exit(f"usage: fuzz.run TARGET SECONDS; targets: {', '.join(known)}")
    name, seconds = sys.argv[1], int(sys.argv[2])
    target = known[name]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(target.seeds()):
            Path(folder, f"seed{number}").write_bytes(seed)
        options = [f"-max_total_time={seconds}", "-timeout=120", "-rss_limit_mb=2048", "-max_len=200000"]
        options += ["-print_final_stats=1", f"-artifact_prefix={tempfile.mkdtemp(prefix=f'fuzz-{name}-')}/"]
        atheris.Setup([sys.argv[0], *options, folder], target.read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
