"""Matplotlib's figures and tables of numbers, as lessons show them."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from autograder import show
from autograder.classroom.rendering import Room, clean
from autograder.probes.kinds import short
from autograder.show import figures, numbers


@pytest.fixture
def shown(monkeypatch) -> list[tuple[str, str]]:
    """What is shown, as HTML and as text."""
    found: list[tuple[str, str]] = []
    for module in (figures, numbers):
        monkeypatch.setattr(module, "present", lambda source, text: found.append((source, text)))
    return found


ALT = 'Two lines, "a" & <b>,\n    that cross.'


def draw(size: tuple[float, float] = (4, 2)) -> Any:
    figure, axes = plt.subplots(figsize=size)
    axes.plot([0, 1])
    axes.plot([1, 0])
    return figure


def test_a_figure_is_an_image_with_its_text_and_is_closed(shown):
    figure = draw()
    show.figure(figure, ALT)
    [(source, text)] = shown
    image = ET.fromstring(source.replace('">', '"/>'))
    said = 'Two lines, "a" & <b>, that cross.'
    assert text == image.get("alt") == said
    data = base64.b64decode(image.get("src").removeprefix("data:image/png;base64,"))
    pixels = plt.imread(io.BytesIO(data))
    assert 300 < pixels.shape[1] < 500
    assert pixels[0, 0].tolist() == [1.0, 1.0, 1.0, 1.0]  # dark lines stay readable on a dark page
    assert not plt.fignum_exists(figure.number)


def test_an_image_with_its_text_outlives_the_cleaning_of_what_students_show(shown):
    show.figure(draw(), ALT)
    [(source, _)] = shown
    kept, image = (ET.fromstring(text.replace('">', '"/>')) for text in (clean(source, Room()), source))
    assert all(kept.get(name) == image.get(name) for name in ("src", "alt"))


def test_a_picture_needs_a_figure_and_a_text():
    with pytest.raises(TypeError, match="takes a matplotlib figure, and this is Axes"):
        show.figure(plt.figure().add_subplot(), "a plot")
    with pytest.raises(ValueError, match="needs a text"):
        show.figure(plt.figure(), "  ")
    plt.close("all")


# --- tables ------------------------------------------------------------------------------------------------------


def test_a_table_takes_texts_numbers_and_tensors(shown):
    rows = [
        ["mean", torch.tensor(2.3068530000000003), 12, np.float64(0.5)],
        ["sd", torch.tensor(3), 1234567, 12345.678],
    ]
    show.table("Both fits", ["what", "SVI", "steps", "exact"], rows)
    [(source, text)] = shown
    assert text.splitlines() == [
        "Both fits",
        "  what    SVI    steps  exact",
        "  mean  2.307       12    0.5",
        "  sd        3  1234567  12346",
    ]
    assert ET.fromstring(source).findtext(".//caption") == "Both fits"


def test_a_tensor_will_do_as_rows_and_as_a_cell(shown):
    show.table("Counts", ["a", "b"], torch.tensor([[1, 2], [3, 40]]))
    show.table("Shares", ["who", "share"], [["x", torch.tensor([0.25, 0.75], requires_grad=True)]])
    assert shown[0][1].splitlines()[-1] == "  3  40"
    assert shown[1][1].splitlines()[-1] == "  x    [0.25, 0.75]"


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="Row 1 of the table 'Both' has 1 cells; wanted: 2, one for each column"):
        show.table("Both", ["a", "b"], [["x", 1], ["y"]])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (0.0, "0.0"),
        (2.3068530000000003, "2.307"),
        (-0.00012345, "-0.0001234"),
        (0.0000023, "2.3e-06"),
        (12345.678, "12346"),
        (99999.96, "100000"),
        (3.3e45, "3.300e+45"),
        (2.99999, "3.0"),
        (1234.6, "1235"),
        (12345.0, "12345.0"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
    ],
)
def test_a_float_is_short_and_still_a_float(value, text):
    assert short(value, 4) == text


def test_showing_needs_no_pyro_and_no_notebook():
    code = (
        "import sys; sys.modules['pyro'] = None\n"
        "import matplotlib; matplotlib.use('agg')\nimport matplotlib.pyplot as plt\nfrom autograder import show\n"
        "show.figure(plt.figure(), 'nothing'); show.table('T', ['a'], [[1]])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "nothing\nT\n  a\n  1\n"
