"""Defects of what a report says in words: numbers, sums, shares, years, numbering, left-overs, personal data."""

from __future__ import annotations

from random import Random

from cn2an import an2cn
from defects.draft import Draft
from defects.planting import TABLES, Planted, defect

TOTALS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "narrative.new": (
        ("new",),
        (
            "本年新收政府信息公开申请{x}件。",
            "{y}年度共新收依申请公开{x}件，均按规定答复。",
            "全年新收公开申请{x}宗，办理过程规范有序。",
            "年内新增政府信息公开申请{x}件（次）。",
        ),
    ),
    "narrative.carried_in": (
        ("carried_in",),
        (
            "上年结转政府信息公开申请{x}件。",
            "上一年度结转的公开申请有{x}件，已优先办理。",
            "另有上年度结转申请{x}件。",
        ),
    ),
    "narrative.carried_out": (
        ("carried_out",),
        (
            "结转下年度继续办理的申请{x}件。",
            "截至年底，结转下一年度办理政府信息公开申请{x}件。",
            "{x}件申请结转下年度继续办理。",
        ),
    ),
    "narrative.granted": (
        ("granted",),
        (
            "依申请公开办理结果中，予以公开{x}件。",
            "对{x}件政府信息公开申请予以公开。",
            "已办结的申请中，答复予以公开的{x}件。",
        ),
    ),
    "narrative.partial": (
        ("partial",),
        ("依申请公开办理结果中，部分公开{x}件。", "作出部分公开答复{x}件。"),
    ),
    "narrative.unprocessed": (
        ("unprocessed.petition", "unprocessed.repeated", "unprocessed.publication", "unprocessed.excessive",
         "unprocessed.reconfirm"),
        ("依申请公开办理结果中，不予处理{x}件。", "对政府信息公开申请作出不予处理答复{x}件。"),
    ),
    "narrative.unavailable": (
        ("unavailable.not_held", "unavailable.needs_making", "unavailable.unclear"),
        ("依申请公开办理结果中，无法提供{x}件。", "作出无法提供答复{x}件。"),
    ),
}  # fmt: skip
"""By rule: the rows of 表三 whose totals a sentence tells, and ways to say it."""


def say(draft: Draft, sentence: str) -> None:
    """Put a sentence behind the one in which the overview speaks of applications."""
    body = draft.part("overview").body
    said = sentence.replace("{y}", str(draft.year)).replace("{us}", draft.unit.us)
    for index, text in enumerate(body):
        if isinstance(text, str) and "申请" in text and len(text) > 20:
            body[index] = text + said
            return
    raise AssertionError("every overview speaks of applications")


def _told(rule: str) -> None:
    rows, ways = TOTALS[rule]

    @defect(f"text: {rule.removeprefix('narrative.')} other than in the table", TABLES)
    def plant(draft: Draft, random: Random) -> Planted:
        true = sum(int(draft.figures[f"applications.{row}.total"]) for row in rows)
        wrong = true + random.choice((1, 2, 3, 7, 10, 18))
        written = an2cn(wrong) if random.random() < 0.25 else str(wrong)
        say(draft, random.choice(ways).replace("{x}", written))
        return Planted(rule)


for each in TOTALS:
    _told(each)


@defect("text: disputes other than in the table", TABLES)
def disputes(draft: Draft, random: Random) -> Planted:
    rule, columns, ways = random.choice(
        (
            (
                "narrative.reviews",
                ("review",),
                ("全年因政府信息公开被申请行政复议{x}件。", "因政府信息公开引发的行政复议案件{x}起。"),
            ),
            (
                "narrative.lawsuits",
                ("direct", "after_review"),
                ("全年因政府信息公开被提起行政诉讼{x}件。", "因政府信息公开引发的行政诉讼案件{x}起。"),
            ),
        )
    )
    true = sum(int(draft.figures[f"disputes.{column}.total"]) for column in columns)
    draft.part("disputes").body.insert(0, random.choice(ways).replace("{x}", str(true + random.randint(1, 4))))
    return Planted(rule)


@defect("text: parts beyond their whole")
def parts_beyond(draft: Draft, random: Random) -> Planted:
    a, b = random.randint(3, 40), random.randint(3, 40)
    whole = a + b - random.randint(1, 3)
    say_anywhere(
        draft,
        random.choice(
            (
                f"全年办理人大代表建议和政协提案{whole}件，其中人大代表建议{a}件、政协提案{b}件。",
                f"共举办新闻发布会{whole}场，其中主要负责人出席{a}场、分管负责人出席{b}场。",
                f"制发行政规范性文件的解读材料共{whole}篇，其中文字解读{a}篇，图表解读{b}篇。",
            )
        ),
    )
    return Planted("text.sums")


@defect("text: a list that ends with another sum")
def list_sum(draft: Draft, random: Random) -> Planted:
    parts = [random.randint(2, 30) for _ in range(3)]
    total = sum(parts) + random.choice((-2, -1, 1, 2, 5))
    say_anywhere(draft, "修订制度{}项、新订制度{}项、废止制度{}项，共{}项。".format(*parts, total))
    return Planted("text.sums")


@defect("text: a share other than its counts")
def share(draft: Draft, random: Random) -> Planted:
    whole = random.randint(200, 3000)
    part = random.randint(whole // 10, whole // 2)
    wrong = 100 * part / whole + random.choice((-6, -3, 4, 10, 25))
    sentence = random.choice(
        (
            f"全年发布解读类信息{whole}条，其中图文解读{part}条，占{wrong:.1f}%。",
            f"网站回应公众留言{whole}条，其中咨询类{part}条，占比{wrong:.2f}%。",
        )
    )
    say_anywhere(draft, sentence)
    return Planted("text.shares_2014" if draft.form.id == "2014" else "text.shares")


@defect("text: plans for a year that is over")
def plans(draft: Draft, random: Random) -> Planted:
    draft.part("problems").body = [
        "存在的问题：一是政策解读形式不够丰富；二是个别栏目更新不够及时。",
        random.choice(
            (
                "{y}年，{us}将丰富解读形式，邀请业务骨干参与解读，并建立栏目更新台账，定期检查通报。",
                "{y}年工作打算：一是邀请业务骨干参与解读；二是建立栏目更新台账，定期检查通报。",
                "{y}年我们将采取以下措施：一是增加图表解读；二是建立栏目更新台账。",
            )
        )
        .replace("{y}", str(draft.year - random.randint(0, 1)))
        .replace("{us}", draft.unit.us),
    ]
    return Planted("text.plan_year")


@defect("text: the work of another year", TABLES)
def work(draft: Draft, random: Random) -> Planted:
    part, wrong = draft.part("overview"), str(draft.year - 1)
    part.body = [text.replace(str(draft.year), wrong) if isinstance(text, str) else text for text in part.body]
    part.body.insert(0, f"{wrong}年，{draft.unit.us}认真贯彻条例，主动公开政府信息{random.randint(50, 900)}条。")
    return Planted("text.work_year", follows=("report.period",))


@defect("text: a point left out")
def point_left_out(draft: Draft, random: Random) -> Planted:
    first, last = random.choice((("一是", "三是"), ("第一，", "第三，")))
    draft.part("problems").body = [
        f"存在的问题：{first}政策解读形式不够丰富；{last}个别栏目更新不够及时。",
        "改进措施：一是邀请业务骨干参与解读；二是建立栏目更新台账，定期检查通报。",
    ]
    return Planted("text.numbering")


@defect("text: a point numbered twice")
def point_twice(draft: Draft, random: Random) -> Planted:
    draft.part("problems").body = [
        "（一）存在的主要问题",
        *(
            ("1.政策解读形式不够丰富。", "2.个别栏目更新不够及时。", "2.工作人员变动频繁。")
            if random.random() < 0.5
            else ("一是政策解读形式不够丰富；二是个别栏目更新不够及时；二是工作人员变动频繁。",)
        ),
        "（二）改进情况",
        "已邀请业务骨干参与解读，建立栏目更新台账，并组织岗前培训。",
    ]
    return Planted("text.numbering")


@defect("text: what a template leaves behind")
def remainder(draft: Draft, random: Random) -> Planted:
    sentence = random.choice(
        (
            "全年通过XX网站公开信息，办理XX件。",
            "全年主动公开政府信息___条。",
            "全年召开政务公开工作会议××次。",
            "联系人：（请填写），电话：（请填写）。",
        )
    )
    say_anywhere(draft, sentence)
    return Planted("text.remainders")


@defect("text: the law before its revision", TABLES)
def law(draft: Draft, random: Random) -> Planted:
    say_anywhere(draft, "严格执行《中华人民共和国政府信息公开条例》（国务院令第492号）各项规定。")
    return Planted("text.old_law", follows=("overview.old_text",))


@defect("text: the format before its revision", ("2021",))
def format_before(draft: Draft, random: Random) -> Planted:
    say_anywhere(draft, "按照国办公开办函〔2019〕60号要求统计各项数据。")
    return Planted("text.old_format")


@defect("text: a title and nothing else", TABLES)
def title_alone(draft: Draft, random: Random) -> Planted:
    draft.part("problems").body = [random.choice(("存在的主要问题及改进情况。", "存在的主要问题及改进情况如下："))]
    return Planted("quality.said", follows=("problems", "sections.filled"))


def say_anywhere(draft: Draft, sentence: str) -> None:
    """Put a sentence at the end of a section of prose."""
    part = draft.part("overview") if draft.form.id in TABLES else next(p for p in draft.parts if p.id != "annex")
    part.body.append(sentence)


def _digits(random: Random, count: int) -> str:
    return "".join(str(random.randint(0, 9)) for _ in range(count))


def identity_number(random: Random) -> str:
    """An invented number with the right check digit (GB 11643, MOD 11-2)."""
    body = f"{random.choice((110105, 320281, 350128, 370102))}19{random.randint(50, 99)}"
    body += f"{random.randint(1, 12):02}{random.randint(1, 28):02}{_digits(random, 3)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def card_number(random: Random) -> str:
    """An invented number with the right check digit (Luhn)."""
    body = "62" + _digits(random, 16)
    total = sum(sum(divmod(int(d) * (2 - index % 2), 10)) for index, d in enumerate(reversed(body)))
    return body + str(-total % 10)


@defect("personal data in the text")
def personal(draft: Draft, random: Random) -> Planted:
    rule, sentence = random.choice(
        (
            ("privacy.identity_number", f"申请人张某某（身份证号{identity_number(random)}）的申请已答复。"),
            ("privacy.mobile", f"申请人可与张某某联系，手机1{random.choice('358')}{_digits(random, 9)}。"),
            ("privacy.bank_card", f"退费至申请人账户{card_number(random)}。"),
            (
                "privacy.home_address",
                f"申请人王建国住柳湾镇石桥村{random.randint(1, 9)}组{random.randint(1, 80)}号。",
            ),
        )
    )
    say_anywhere(draft, sentence)
    return Planted(rule)


@defect("published late", formats=("html",), kinds=("department", "city", "county"))
def late(draft: Draft, random: Random) -> Planted:
    draft.published = f"{draft.year + 1}-0{random.randint(4, 8)}-{random.randint(10, 28)}"
    return Planted("deadline.published_old" if draft.year <= 2018 else "deadline.published")
