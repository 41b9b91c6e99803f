"""A picture is an image with a text, in Jupyter, in grading and on feedback pages."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import nbformat
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder import show
from autograder.classroom.preprocessors import CleanHTML
from autograder.subject.outputs import Outputs
from autograder.tests.show.models import bundle, crossing


def svg_in(html: str) -> str:
    [data] = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    return base64.b64decode(data).decode()


def test_a_picture_is_an_svg_that_a_screen_reader_can_name(picture):
    root = ET.fromstring(picture.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == " ".join(picture.text.split())
    assert "script" not in picture.svg
    outside = set(re.findall(r'(?:href|src)="([^"#][^"]*)"', picture.svg)) | set(
        re.findall(r"url\(([^#][^)]*)\)", picture.svg)
    )
    assert outside == set()


def test_a_picture_has_one_text_everywhere(picture):
    data = bundle(picture)
    assert data["text/plain"] == repr(picture) == picture.text
    image = ET.fromstring(re.search("<img [^>]*>", data["text/html"])[0][:-1] + "/>")
    assert image.get("alt") == " ".join(picture.text.split())
    assert svg_in(data["text/html"]) == data["image/svg+xml"]


def test_the_colours_of_both_themes_can_be_read(picture):
    for theme in re.findall(r":root\{([^}]*)\}", picture.svg):
        colours = dict(part.split(":") for part in theme.replace("--", "").split(";"))
        assert contrast(colours["ink"], colours["ground"]) >= 4.5
        assert contrast(colours["ink"], colours["shade"]) >= 4.5
        assert contrast(colours["line"], colours["ground"]) >= 3


def test_curves_stand_out_from_both_grounds():
    from autograder.show.plots import COLOURS

    for colour in COLOURS:
        assert min(contrast(colour, "#ffffff"), contrast(colour, "#111111")) >= 3


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    levels = []
    for colour in (one, other):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        levels.append(0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2])
    return (max(levels) + 0.05) / (min(levels) + 0.05)


def graded(data: dict[str, str]) -> nbformat.NotebookNode:
    """A notebook with this output after the way through the pipe and through the cleaning for nbgrader's pages."""
    notebook = new_notebook(cells=[new_code_cell("show.model(model)")])
    raw = {"output_type": "execute_result", "data": data, "metadata": {}}
    Outputs(notebook).add(0, "ok", 1, [raw])
    return CleanHTML().preprocess(notebook, {})[0]


def test_a_picture_comes_whole_through_grading_and_into_feedback(picture):
    notebook = graded(bundle(picture))
    [output] = notebook.cells[0].outputs
    assert svg_in(output.data["text/html"]) == picture.svg
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert svg_in(page.partition("<body")[2]) == picture.svg
    assert "&lt;img" not in page
    assert "&lt;style" not in page


def test_a_table_comes_through_grading_with_its_heads():
    [output] = graded(bundle(show.trace(crossing))).cells[0].outputs
    assert 'scope="row"' in output.data["text/html"]
    assert "text-align:right" in output.data["text/html"]
    assert "&lt;" not in output.data["text/html"]


def test_an_exported_notebook_shows_the_picture(picture):
    notebook = new_notebook(
        cells=[new_code_cell("x", outputs=[new_output("execute_result", data=bundle(picture), execution_count=1)])]
    )
    page, _ = HTMLExporter(theme="dark").from_notebook_node(notebook)
    body = page.partition("<body")[2]
    assert svg_in(body) == picture.svg
    assert 'data-jp-theme-light="false"' in body
    assert "[data-jp-theme-light=false] .autograder-picture{color-scheme:dark}" in body


def test_an_svg_of_a_student_becomes_an_image_and_nothing_else_of_it_stays():
    evil = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
    data = {
        "image/svg+xml": evil,
        "text/html": "<script>alert(3)</script>",
        "text/plain": '"><script>alert(4)</script>',
    }
    [output] = graded(data).cells[0].outputs
    assert set(output.data) == {"text/html", "text/plain"}
    image = ET.fromstring(output.data["text/html"][:-1] + "/>")
    assert set(image.attrib) == {"src", "alt"}
    assert "<script" not in output.data["text/html"]
    for source in ('<td style="position:fixed;text-align:right">x</td>', '<th scope="row" onclick="x()">y</th>'):
        [output] = graded({"text/html": f"<table><tr>{source}</tr></table>"}).cells[0].outputs
        assert "position" not in output.data["text/html"]
        assert "onclick" not in output.data["text/html"]


def test_importing_it_needs_neither_pyro_nor_matplotlib():
    code = (
        "import sys; sys.modules['pyro'] = sys.modules['matplotlib'] = sys.modules['IPython'] = None\n"
        "import autograder.show; print(sorted(m for m in sys.modules if m.startswith('autograder.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "autograder.probes.answers'" not in done.stdout
    assert "nbgrader" not in done.stdout
