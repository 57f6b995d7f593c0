"""The networks that come with rapidocr: where text stands in a picture, and what a line of it says.

Their files are part of the installed package; nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gipaudit.errors import DocumentError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

THREADS = 2
_HEIGHT = 48
_NARROWEST = 48
_STEP = 32
_BATCH = 16
_WIDEST = 3200
_DETECTED = 1120
"""The longer side, in pixels, of the picture that text is looked for in: characters are then 8 to 16 pixels high."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says, and for each of its characters how sure that is (0–1)."""

    text: str
    sure: tuple[float, ...]

    @property
    def least(self) -> float:
        """The confidence of the character least sure; 0 where there is none."""
        return min(self.sure, default=0.0)

    @property
    def mean(self) -> float:
        """The mean confidence of the characters; 0 where there is none."""
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A line read in two ways: as words, and as a figure, where letters that look like digits count for them."""

    words: Said
    figure: Said


FIGURES = {**{digit: digit for digit in "23456789"}, "0": "0OoΟО〇○", "1": "1Il|丨", ".": ".．·", ",": ",，",
           "-": "-–—―一_~－", "/": "/／", "+": "+＋", "%": "%％"}  # fmt: skip
"""What figures are made of, each with the letters of its shape."""

OTHER = "□"
"""What stands in a figure for a letter that is none of these."""


class Engine:
    """The two networks, loaded."""

    def __init__(self) -> None:
        import onnxruntime
        from rapidocr import RapidOCR

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        providers = ["CPUExecutionProvider"]
        self._reader = onnxruntime.InferenceSession(_model("rec"), options, providers=providers)
        letters = self._reader.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._letters = ["", *letters, " "]
        places = {letter: place for place, letter in enumerate(self._letters)}
        # A step says nothing, a blank, one of the figures' letters, or something else.
        self._signs = ["", " ", *FIGURES, OTHER]
        self._columns = [
            [0],
            [places[" "]],
            *([places[one] for one in alike if one in places] for alike in FIGURES.values()),
        ]
        self._finder: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.use_rec": False,
                "Global.max_side_len": _DETECTED,
                "Det.model_path": _model("det"),
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def find(self, grey: Grey) -> list[tuple[int, int, int, int]]:
        """Return the boxes (left, top, right, bottom, in pixels) in which text stands, from top to bottom."""
        import cv2

        found = self._finder(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            return []
        height, width = grey.shape
        boxes = []
        for corners in found.boxes:
            left, top = corners.min(axis=0)
            right, bottom = corners.max(axis=0)
            boxes.append(
                (max(int(left), 0), max(int(top), 0), min(int(right + 1), width), min(int(bottom + 1), height))
            )
        return boxes

    def read(self, lines: Sequence[Grey]) -> list[Heard]:
        """Return what pictures of one line each say, in their order."""
        import numpy as np

        scaled = [_scaled(line) for line in lines]
        result = [Heard(Said("", ()), Said("", ()))] * len(lines)
        order = sorted(range(len(lines)), key=lambda index: scaled[index].shape[1])
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            widest = max(scaled[index].shape[1] for index in batch)
            width = max(-(-widest // _STEP) * _STEP, _NARROWEST)
            given = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
            for place, index in enumerate(batch):
                one = scaled[index]
                given[place, :, :, : one.shape[1]] = one.astype(np.float32) / 127.5 - 1.0
            (chances,) = self._reader.run(None, {"x": given})
            for place, index in enumerate(batch):
                result[index] = self._heard(np.asarray(chances[place]))
        return result

    def _heard(self, chances: NDArray[np.float32]) -> Heard:
        """``chances`` is of shape (steps, letters)."""
        import numpy as np

        known = np.stack([chances[:, columns].sum(axis=1) for columns in self._columns], axis=1)
        rest = np.clip(1 - known.sum(axis=1, keepdims=True), 0, 1)
        return Heard(_decoded(chances, self._letters), _decoded(np.concatenate((known, rest), axis=1), self._signs))


def _decoded(chances: NDArray[np.float32], letters: Sequence[str]) -> Said:
    """The best letter of each step, repeated ones once, steps between letters left out."""
    best, sure = chances.argmax(axis=1).tolist(), chances.max(axis=1).tolist()
    text: list[str] = []
    trust: list[float] = []
    before = 0
    for letter, chance in zip(best, sure, strict=True):
        if letter and letter == before:
            trust[-1] = max(trust[-1], chance)
        elif letter:
            text.append(letters[letter])
            trust.append(chance)
        before = letter
    return Said("".join(text), tuple(trust))


@cache
def engine() -> Engine:
    """Return the networks, loaded once a process.

    Raises:
        DocumentError: ``unreadable``, where they are not installed as they should be.
    """
    return Engine()


def _model(kind: str) -> str:
    import rapidocr

    files = sorted(Path(rapidocr.__file__).parent.glob(f"models/*_{kind}_*.onnx"))
    if not files:
        raise DocumentError(
            "unreadable",
            "rapidocr 的识别模型不完整；请重新安装（pip install --force-reinstall rapidocr）",
            "the models of rapidocr are not there: install it anew (pip install --force-reinstall rapidocr)",
        )
    return str(files[0])


def _scaled(line: Grey) -> Grey:
    import cv2

    height, width = line.shape
    wide = min(max(round(width * _HEIGHT / height), 8), _WIDEST)
    shrinks = height > _HEIGHT
    return cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)  # type: ignore[return-value]
