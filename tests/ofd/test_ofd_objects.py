"""Where the characters and lines of a page stand, whatever way they are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from support.ofd import path, text

from gipaudit.documents.ofd_geometry import POINTS
from gipaudit.documents.pages.page import Box, Page

Draw = Callable[..., Page]


def read(page: Page) -> str:
    return "".join(run.text for run in page.runs)


def corners(page: Page) -> list[tuple[float, float]]:
    """Left and bottom of each character in whole tenths of a millimetre, the bottom an eighth below the line."""
    return [(round(run.box[0] / POINTS, 1), round(run.box[3] / POINTS, 1)) for run in page.runs]


def millimetres(boxes: Sequence[Box]) -> list[tuple[float, ...]]:
    return [tuple(round(end / POINTS, 2) for end in box) for box in boxes]


def code(words: str, attributes: str, more: str = "", boundary: str = "10 20 50 50", size: float = 5) -> str:
    return (
        f'<TextObject ID="7" Boundary="{boundary}" Size="{size}"{more}>'
        f"<TextCode {attributes}>{words}</TextCode></TextObject>"
    )


def test_characters_stand_where_the_steps_put_them(drawn: Draw) -> None:
    page = drawn(code("公开12", 'X="1" Y="6" DeltaX="5 6 2.5"'))
    assert read(page) == "公开12"
    assert corners(page) == [(11.0, 26.6), (16.0, 26.6), (22.0, 26.6), (24.5, 26.6)]
    assert [round((run.box[2] - run.box[0]) / POINTS, 1) for run in page.runs] == [5, 5, 2.5, 2.5]


@pytest.mark.parametrize("steps", ["5 5 5 2", "g 3 5 2", "g 2 5 5 2", "g 3 5 g 1 2", "5,5,5,2", "G 3 5.0 2"])
def test_equal_steps_may_be_counted(drawn: Draw, steps: str) -> None:
    page = drawn(code("政务公开栏", f'X="0" Y="5" DeltaX="{steps}"'))
    assert [left for left, _ in corners(page)] == [10, 15, 20, 25, 27]


def test_a_count_of_no_end_takes_no_more_steps_than_there_are_characters(drawn: Draw) -> None:
    page = drawn(code("公开栏", 'X="0" Y="5" DeltaX="g 100000000 5"'))
    assert [left for left, _ in corners(page)] == [10, 15, 20]


def test_without_steps_characters_follow_each_other(drawn: Draw) -> None:
    assert [left for left, _ in corners(drawn(code("公开12年", 'X="0" Y="5"')))] == [10, 15, 20, 22.5, 25]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("0", [(10, 25.6), (15, 25.6)]), ("90", [(10, 25.6), (10, 30.6)]), ("180", [(10, 25.6), (5, 25.6)])],
)
def test_without_steps_characters_follow_the_reading_direction(
    drawn: Draw, direction: str, expected: list[tuple[float, float]]
) -> None:
    page = drawn(code("公开", 'X="0" Y="5"', f' ReadDirection="{direction}"'))
    assert corners(page) == expected


def test_upright_text_steps_downwards(drawn: Draw) -> None:
    page = drawn(code("不予公开", 'X="0" Y="5" DeltaY="g 3 6"'))
    assert corners(page) == [(10, 25.6), (10, 31.6), (10, 37.6), (10, 43.6)]


def test_a_code_without_a_position_takes_that_of_the_one_before(drawn: Draw) -> None:
    page = drawn(
        '<TextObject ID="7" Boundary="10 20 90 9" Size="5"><TextCode X="0" Y="5">甲</TextCode>'
        '<TextCode X="30">乙</TextCode><TextCode Y="12">丙</TextCode></TextObject>'
    )
    assert list(zip(read(page), corners(page), strict=True)) == [
        ("甲", (10, 25.6)),
        ("乙", (40, 25.6)),
        ("丙", (40, 32.6)),
    ]


def test_a_matrix_moves_scales_and_turns(drawn: Draw) -> None:
    page = drawn(code("甲乙", 'X="0" Y="0" DeltaX="1"', ' CTM="0 4 -4 0 3 2"', size=1) + text("正文向上站立", 10, 99))
    first, second = page.runs[:2]
    # Turned a quarter clockwise about the object's origin: what stood above the line now stands to its right.
    assert millimetres([first.box, second.box]) == [(12.52, 22, 16.52, 26), (12.52, 26, 16.52, 30)]


def test_a_character_direction_turns_each_character_where_it_stands(drawn: Draw) -> None:
    page = drawn(code("甲", 'X="0" Y="0"', ' CharDirection="90"') + text("正文向上站立", 10, 99))
    assert millimetres([page.runs[0].box]) == [(9.4, 20, 14.4, 25)]


def test_a_page_on_its_side_is_turned_upright(drawn: Draw) -> None:
    """Landscape tables are often drawn sideways on an upright page."""
    page = drawn(
        code("横排的表格", 'X="0" Y="0" DeltaX="g 4 5"', ' CTM="0 1 -1 0 0 0"', boundary="100 20 9 90")
        + path("M 0 0 L 0 80", "100 20 1 80")
    )
    assert (round(page.width), round(page.height)) == (842, 595)
    assert [left for left, _ in corners(page)] == [20, 25, 30, 35, 40]
    ((left, top, right, bottom),) = page.rules
    assert right - left > 50 * (bottom - top)


@pytest.mark.parametrize(
    "more",
    [' Visible="false"', ' Alpha="0"', ' Fill="false"', ' Alpha="60"', ' CTM="0.7 0.7 -0.7 0.7 0 0"'],
    ids=["invisible", "transparent", "neither filled nor stroked", "a faint watermark", "a slanted watermark"],
)
def test_what_nobody_reads_as_text_is_none(drawn: Draw, more: str) -> None:
    assert read(drawn(code("内部资料", 'X="0" Y="5"', more) + text("正文", 10, 90))) == "正文"


def test_a_transparent_colour_makes_text_invisible(drawn: Draw) -> None:
    hidden = code("密", 'X="0" Y="5"').replace("<TextCode", '<FillColor Value="0 0 0" Alpha="0"/><TextCode')
    assert read(drawn(hidden + text("正文", 10, 90))) == "正文"


@pytest.mark.parametrize(
    ("colour", "size", "seen"),
    [
        ("224 224 224", 20, ""),
        ("224", 20, ""),
        ("224 224 224", 5, "内部"),
        ("0 0 0", 20, "内部"),
        ("#EE #EE #EE", 20, "内部"),
    ],
    ids=["pale and large", "in grey", "pale and small", "dark and large", "hexadecimal"],
)
def test_a_pale_watermark_in_large_letters_is_no_text(drawn: Draw, colour: str, size: float, seen: str) -> None:
    mark = text("内部", 60, 150, size).replace("<TextCode", f'<FillColor Value="{colour}"/><TextCode')
    assert read(drawn(mark + text("正文", 10, 90))) == seen + "正文"


def test_stroked_text_is_seen(drawn: Draw) -> None:
    assert read(drawn(code("空心", 'X="0" Y="5"', ' Fill="false" Stroke="true"'))) == "空心"


def test_letters_made_bold_by_drawing_them_twice_are_read_once(drawn: Draw) -> None:
    """A figure read twice would be another figure."""
    assert read(drawn(text("共11件", 10, 30) + text("共11件", 10.15, 30.1))) == "共11件"


def test_line_ends_in_the_xml_are_no_text(drawn: Draw) -> None:
    page = drawn(code("\n   公开\n  ", 'X="0" Y="5" DeltaX="5"'))
    assert list(zip(read(page), corners(page), strict=True)) == [("公", (10, 25.6)), ("开", (15, 25.6))]


def test_text_off_the_page_is_none(drawn: Draw) -> None:
    assert read(drawn(text("页外", 400, 90) + text("页内", 10, 90))) == "页内"


def test_text_outside_its_clip_is_not_seen(drawn: Draw) -> None:
    clips = (
        "<Clips><Clip><Area><Path ID='9' Boundary='0 0 4 9'><AbbreviatedData>M 0 0 L 4 0 L 4 9 L 0 9 C"
        "</AbbreviatedData></Path></Area></Clip></Clips><TextCode"
    )
    clipped = code("露藏藏藏", 'X="0" Y="5" DeltaX="g 3 20"', boundary="100 100 90 9").replace("<TextCode", clips)
    assert read(drawn(clipped)) == "露"


@pytest.mark.parametrize(
    ("data", "more", "expected"),
    [
        ("M 0 0 L 80 0", "", [(10, 19.9, 90, 20.1)]),
        ("M0 0L80 0", "", [(10, 19.9, 90, 20.1)]),
        ("S 0 0 L 0 40", "", [(9.9, 20, 10.1, 60)]),
        ("M 0 0 L 80 0 L 80 40 C", "", [(10, 19.9, 90, 20.1), (89.9, 20, 90.1, 60)]),
        ("M 0 0 L 1 1", ' CTM="80 0 0 0 0 0"', [(10, 20, 90, 20)]),
        ("M 0 0 L 80 0 L 80 .4 L 0 .4 C", ' Fill="true" Stroke="false"', [(10, 20, 90, 20.4)]),
        ("M 0 0 L 80 0 L 80 .4 L 0 .4 C", ' Fill="true"', [(10, 20, 90, 20.4)]),
        ("M 0 0 L 80 0 L 80 40 L 0 40 C", ' Fill="true" Stroke="false"', []),
        ("M 0 0 L 80 0", ' Stroke="false"', []),
        ("M 0 0 L 80 0", ' Visible="false"', []),
        ("M 0 0 L 80 40", "", []),
        ("M 0 0 B 20 9 60 9 80 0 L 80 40", "", [(89.9, 20, 90.1, 60)]),
        ("M 0 0 Q 40 9 80 0 A 4 4 0 0 1 40 0 L 0 0", "", [(10, 19.9, 50, 20.1)]),
        ("", "", []),
    ],
    ids=[
        *("level", "without blanks", "upright", "closed askew", "by a matrix", "a thin box", "a thin box with sides"),
        *("shading", "not stroked", "invisible", "slanted", "after a curve", "after curves", "nothing"),
    ],
)
def test_ruling_lines(drawn: Draw, data: str, more: str, expected: list[tuple[float, ...]]) -> None:
    assert millimetres(drawn(path(data, "10 20 80 40", more)).rules) == expected


def test_a_stroked_box_gives_its_four_sides(drawn: Draw) -> None:
    assert len(drawn(path("M 0 0 L 80 0 L 80 40 L 0 40 C")).rules) == 4


@pytest.mark.parametrize(
    ("more", "parameters", "width"),
    [
        ("", "", 0.35),
        (' LineWidth="1"', "", 1.0),
        (' DrawParam="31"', '<DrawParam ID="31" LineWidth="0.7"/>', 0.7),
        (' DrawParam="31"', '<DrawParam ID="31" Relative="30"/><DrawParam ID="30" LineWidth="0.6"/>', 0.6),
        (' DrawParam="31"', '<DrawParam ID="31" Relative="30"/><DrawParam ID="30" Relative="31"/>', 0.35),
        (' DrawParam="99"', "", 0.35),
    ],
    ids=["the standard's", "its own", "of its parameters", "of those they build on", "of a circle", "of none"],
)
def test_how_thick_a_line_is(drawn: Draw, more: str, parameters: str, width: float) -> None:
    page = drawn(
        path("M 0 0 L 80 0", more=more).replace(' LineWidth="0.2"', ""),
        resources=f"<DrawParams>{parameters}</DrawParams>",
    )
    ((_, top, _, bottom),) = page.rules
    assert round((bottom - top) / POINTS, 2) == width


def test_a_composite_drawing_is_drawn_where_it_is_used(drawn: Draw) -> None:
    page = drawn(
        '<CompositeObject ID="9" Boundary="5 7 90 90" CTM="2 0 0 2 0 0" ResourceID="50"/>',
        units='<CompositeGraphicUnit ID="50"><Content><PageBlock>'
        f"{text('表', 10, 20)}{path('M 0 0 L 30 0', '10 10 30 1')}</PageBlock></Content></CompositeGraphicUnit>",
    )
    assert corners(page) == [(25, 48)]
    assert millimetres(page.rules) == [(25, 26.8, 85, 27.2)]


def test_a_picture_stands_where_its_matrix_or_its_frame_puts_it(drawn: Draw) -> None:
    media = '<MultiMedias><MultiMedia ID="60" Type="Image"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias>'
    page = drawn(
        '<ImageObject ID="1" Boundary="20 30 40 50" CTM="30 0 0 45 2 3" ResourceID="60"/>'
        '<ImageObject ID="2" Boundary="20 90 40 50" ResourceID="60"/>'
        '<ImageObject ID="3" Boundary="20 90 40 50" Alpha="0" ResourceID="60"/>',
        resources=media,
        files={"Doc_0/Res/A.png": b""},
    )
    assert millimetres(page.pictures) == [(22, 33, 52, 78), (20, 90, 60, 140)]


def test_blocks_stand_inside_each_other(drawn: Draw) -> None:
    assert read(drawn("<PageBlock>" * 50 + text("深", 10, 20) + "</PageBlock>" * 50)) == "深"
