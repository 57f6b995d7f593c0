"""Each hook, filled by a plugin of a few lines; that nothing depends on the order of plugins; what can be watched."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

from support.plugins import Make, Run

from gipaudit import hookspecs
from gipaudit.plugins import BRINGS

CHECK = """
    from gipaudit.errors import Message
    from gipaudit.hookspecs import hookimpl
    from gipaudit.rules.check import Check, per_report
    from gipaudit.scorecard import Evidence, Outcome

    def judge(rule, report):
        yield Outcome("report", "", "fail", Evidence(message="{name}没有通过"))

    OPTIONS = {{"type": "object", "properties": {{}}, "additionalProperties": False}}

    @hookimpl
    def register_checks(register):
        register(Check("{name}", Message("{name}", "{name}"), OPTIONS, per_report(judge)))
"""


def ruleset(folder: Path, *checks: str, scoring: str = "") -> Path:
    file = folder / "mine.yaml"
    rules = "".join(f"  {check}.rule: {{title: 本市的规则, check: {check}}}\n" for check in checks)
    head = 'ruleset: mine\ntitle: 本市规则\nversion: "1"\nforms: ["2021"]\n'
    file.write_text(f"{head}rules:\n{rules}{scoring}", encoding="utf-8")
    return file


def test_every_hook_is_known_to_the_manager_and_has_a_test() -> None:
    hooks = {name for name in vars(hookspecs) if name.startswith("register_")}
    assert hooks == set(BRINGS)
    assert hooks == {name.removeprefix("test_hook_") for name in globals() if name.startswith("test_hook_")}


def test_hook_register_checks(run: Run, make: Make, report: Path, tmp_path: Path) -> None:
    site = make("acme", CHECK.format(name="mine"))
    done = run("audit", report, "--ruleset", ruleset(tmp_path, "mine"), "--format", "json", plugins=(site,))
    (finding,) = json.loads(done.out)["scorecards"][0]["findings"]
    assert (finding["rule"], finding["message"]) == ("mine.rule", "mine没有通过")


def test_hook_register_loaders(run: Run, make: Make, tmp_path: Path) -> None:
    site = make(
        "acme",
        """
        from gipaudit.documents.model import Document, Paragraph, Place
        from gipaudit.documents.reading import Loader
        from gipaudit.errors import Message
        from gipaudit.hookspecs import hookimpl

        def load(data, limits):
            return Document((Paragraph(data[6:].decode(), Place(line=1)),), "rot13")

        @hookimpl
        def register_loaders(register):
            register(Loader("rot13", "1", Message("示例", "example"), lambda data: data[:6] == b"ROT13 ", load))
        """,
    )
    file = tmp_path / "a.doc"
    file.write_bytes("ROT13 云溪市水务局2023年政府信息公开工作年度报告".encode())
    done = run("inspect", file, plugins=(site,))
    assert "云溪市水务局" in done.out
    assert run("inspect", file).out != done.out


def test_hook_register_recognisers(run: Run, make: Make, tmp_path: Path) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    site = make(
        "acme",
        """
        from gipaudit.documents.pages.page import Page, Run
        from gipaudit.documents.recognisers import Recogniser
        from gipaudit.errors import Message
        from gipaudit.hookspecs import hookimpl

        def read(scan, limits):
            text = "云溪市水务局2023年政府信息公开工作年度报告"
            return Page(scan.number, scan.width, scan.height, (Run(text, (72, 72, 400, 84), 0.9),))

        @hookimpl
        def register_recognisers(register):
            register(Recogniser("abacus", "1", Message("示例", "example"), read))
        """,
    )
    file = tmp_path / "a.pdf"
    canvas = Canvas(str(file))
    canvas.drawImage(ImageReader(Image.new("L", (850, 1100), 200)), 0, 0, 595, 842)
    canvas.save()
    done = run("inspect", file, plugins=(site,))
    assert "云溪市水务局" in done.out
    assert "abacus 1" in done.out


def test_hook_register_forms(run: Run, make: Make) -> None:
    site = make(
        "acme",
        """
        from pathlib import Path
        from gipaudit.hookspecs import hookimpl

        @hookimpl
        def register_forms(register):
            register(Path(__file__).parent / "forms")
        """,
        files={
            "forms/2021-yunxi.yaml": (
                'variant: 2021-yunxi\nextends: "2021"\ntitle: 云溪市格式\n'
                "tables:\n  documents:\n    rows:\n      plans: {title: 规划, name: 规划, after: rules}\n"
            )
        },
    )
    shown = run("forms", "show", "2021/2021-yunxi", plugins=(site,))
    assert shown.code == 0, shown.err
    assert "documents.plans.issued" in shown.out
    assert "云溪市格式" in run("forms", plugins=(site,)).out


def test_hook_register_rulesets(run: Run, make: Make, report: Path) -> None:
    site = make(
        "acme",
        """
        from pathlib import Path
        from gipaudit.hookspecs import hookimpl

        @hookimpl
        def register_rulesets(register):
            register(Path(__file__).parent / "rulesets")
        """,
        files={"rulesets/yunxi.yaml": "ruleset: yunxi\ntitle: 云溪市规则\nversion: '2.1'\nextends: [national]\n"},
    )
    done = run("audit", report, "--ruleset", "yunxi", "--format", "json", plugins=(site,))
    assert json.loads(done.out)["ruleset"]["title"] == "云溪市规则"


def test_hook_register_scorers(run: Run, make: Make, report: Path, tmp_path: Path) -> None:
    site = make(
        "acme",
        CHECK.format(name="mine")
        + """
    @hookimpl
    def register_scorers(register):
        from dataclasses import replace
        from gipaudit.scoring.model import Scorer
        from gipaudit.scoring.pass_rate import SCORER

        def score(case):
            result = SCORER.score(case)
            return replace(result, score=replace(result.score, model="mine"))

        register(Scorer("mine", Message("本市", "ours"), score))
""",
    )
    rules = ruleset(tmp_path, "mine", scoring="scoring: {model: mine, full_marks: 100}\n")
    done = run("audit", report, "--ruleset", rules, "--format", "json", plugins=(site,))
    score = json.loads(done.out)["scorecards"][0]["score"]
    assert (score["model"], score["low"], score["high"]) == ("mine", 0, 0)


def test_hook_register_renderers(run: Run, make: Make, report: Path) -> None:
    site = make(
        "acme",
        """
        from gipaudit.errors import Message
        from gipaudit.hookspecs import hookimpl
        from gipaudit.renderers.renderer import Renderer

        def render(audit, settings):
            yield from (f"{card.unit} {settings.language}\\n" for card in audit.scorecards)

        @hookimpl
        def register_renderers(register):
            register(Renderer("units", Message("单位", "units"), ".txt", render))
        """,
    )
    done = run("audit", report, "--format", "units", plugins=(site,))
    assert done.out == "云溪市兰亭区水务局 zh\n"
    wrong = run("audit", report, "--format", "unit", plugins=(site,))
    assert wrong.code == 2
    for known in ("json", "table", "units"):
        assert known in wrong.err


def test_nothing_depends_on_the_order_of_plugins(run: Run, make: Make, report: Path, tmp_path: Path) -> None:
    rules = ruleset(tmp_path, "first", "second")
    printed = set()
    for number, (a, b) in enumerate(permutations(("a", "z"))):
        one = make("acme-one", CHECK.format(name="first"), entry=a, folder=f"one{number}")
        two = make("acme-two", CHECK.format(name="second"), entry=b, folder=f"two{number}")
        for order in permutations((one, two)):
            done = run(
                *("audit", report, "--ruleset", rules, "--format", "json", "--today", "2024-01-31"),
                plugins=order,
            )
            printed.add(done.out)
    (text,) = printed
    values = json.loads(text)
    assert [item["name"] for item in values["plugins"] if item["name"].startswith("acme")] == ["acme-one", "acme-two"]
    assert len(values["scorecards"][0]["findings"]) == 2


def test_one_distribution_with_two_entry_points_is_one_plugin(run: Run, make: Make) -> None:
    site = make(
        "acme",
        CHECK.format(name="mine"),
        files={
            "more.py": "from gipaudit.hookspecs import hookimpl\n\n"
            "@hookimpl\ndef register_loaders(register):\n    pass\n"
        },
    )
    (site / "acme-1.2.3.dist-info" / "entry_points.txt").write_text("[gipaudit]\na = acme\nb = acme.more\n")
    (row,) = [line for line in run("plugins", plugins=(site,)).out.splitlines() if line.startswith("acme")]
    assert row.split() == ["acme", "1.2.3", "register_checks,", "register_loaders", "正常"]


def test_the_calls_of_hooks_can_be_watched(run: Run, make: Make) -> None:
    site = make("acme", CHECK.format(name="mine"))
    watched = run("plugins", plugins=(site,), GIPAUDIT_TRACE_PLUGINS="1")
    assert "gipaudit: register_checks ← acme:acme" in watched.err.splitlines()
    assert "gipaudit: register_checks ← gipaudit.rules.builtin" in watched.err.splitlines()
    assert run("plugins", plugins=(site,)).err == ""
