"""The pictures: what they show, that their text says the same, and that they stay whole wherever they are shown."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import Any

import nbformat
import pyro
import pyro.distributions as dist
import pytest
import torch
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pyro import poutine
from pyro.infer import MCMC, NUTS

from autograder import expect, show
from autograder.classroom.preprocessors import CleanHTML
from autograder.probes.records import Trace
from autograder.show.beside import differences
from autograder.show.graph import Graph, graph
from autograder.show.layout import HEIGHT, Layout, place
from autograder.show.picture import Picture
from autograder.subject.outputs import Outputs

DATA = torch.tensor([[0.5, 1.0, 2.0]] * 5)


def bundle(shown: Any) -> dict[str, str]:
    return shown._repr_mimebundle_()


def parents(facts: Graph) -> dict[str, set[str]]:
    return {node.name: set(node.parents) for node in facts.nodes}


def kinds(facts: Graph) -> dict[str, str]:
    return {node.name: node.kind for node in facts.nodes}


def pupils(data: torch.Tensor | None = None) -> torch.Tensor:
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    sigma = pyro.sample("sigma", dist.HalfNormal(1.0))
    usual = pyro.param("usual", torch.tensor(2.0))
    with pyro.plate("schools", 3, dim=-1):
        theta = pyro.sample("theta", dist.Normal(mu, usual))
        middle = pyro.deterministic("middle", theta + 1.0, event_dim=0)
        with pyro.plate("pupils", 5, dim=-2):
            return pyro.sample("y", dist.Normal(middle, sigma), obs=data)


def crossing() -> None:
    rows, columns = pyro.plate("rows", 5, dim=-2), pyro.plate("columns", 3, dim=-1)
    with rows:
        r = pyro.sample("r", dist.Normal(0.0, 1.0))
    with columns:
        c = pyro.sample("c", dist.Normal(0.0, 1.0))
    with rows, columns:
        pyro.sample("y", dist.Normal(r + c, 1.0), obs=DATA)


def three_crossing() -> None:
    a, b, c = (pyro.plate(name, 2, dim=dim) for name, dim in (("a", -1), ("b", -2), ("c", -3)))
    with a, b:
        ab = pyro.sample("ab", dist.Normal(0.0, 1.0))
    with b, c:
        bc = pyro.sample("bc", dist.Normal(0.0, 1.0))
    with a, c:
        ac = pyro.sample("ac", dist.Normal(0.0, 1.0))
    with a, b, c:
        pyro.sample("abc", dist.Normal(ab + bc + ac, 1.0))


def topics() -> None:
    beta = pyro.sample("beta", dist.Gamma(1.0, 1.0))
    with pyro.plate("topics", 4):
        words = pyro.sample("words", dist.Dirichlet(beta * torch.ones(6)))
    with pyro.plate("documents", 10, subsample_size=3):
        theta = pyro.sample("theta", dist.Dirichlet(torch.ones(4)))
        with pyro.plate("places", 8):
            z = pyro.sample("z", dist.Categorical(theta))
            pyro.sample("w", dist.Categorical(words[z]), obs=torch.zeros(8, 3))


def chain() -> None:
    x = torch.tensor(0.0)
    for i in pyro.markov(range(4)):
        x = pyro.sample(f"x{i}", dist.Normal(x, 1.0))
        pyro.sample(f"y{i}", dist.Normal(x, 1.0), obs=torch.tensor(0.0))


def dice() -> None:
    m = pyro.sample("m", dist.Normal(0.0, 1.0))
    for i in pyro.plate("dice", 5):
        pyro.sample(f"d{i}", dist.Normal(m, 1.0))


MODELS = [pupils, crossing, three_crossing, topics, chain, dice]


# --- what a diagram knows ----------------------------------------------------------------------------------------


def test_a_graph_has_the_kinds_plates_and_parents_of_a_model():
    facts = graph(pupils, (DATA,), {})
    assert kinds(facts) == {
        "mu": "latent",
        "sigma": "latent",
        "usual": "param",
        "theta": "latent",
        "middle": "deterministic",
        "y": "observed",
    }
    assert parents(facts) == {
        "mu": set(),
        "sigma": set(),
        "usual": set(),
        "theta": {"mu", "usual"},
        "middle": {"theta"},
        "y": {"middle", "sigma"},
    }
    assert {plate.label: set(plate.members) for plate in facts.plates} == {
        "schools (3)": {"theta", "middle", "y"},
        "pupils (5)": {"y"},
    }
    assert facts.doubt == ""
    assert kinds(graph(pupils, (), {}))["y"] == "latent"


def test_dependences_through_plain_numbers_are_found_too():
    def weather() -> None:
        cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
        mean = 55.0 if cloudy.item() == 1.0 else 75.0
        heat = pyro.sample("heat", dist.Normal(mean, 10.0))
        pyro.sample("ice", dist.Normal(float(heat) * 2.0, 1.0), obs=torch.tensor(100.0))
        pyro.sample("other", dist.Normal(0.0, 1.0))

    assert parents(graph(weather, (), {})) == {"cloudy": set(), "heat": {"cloudy"}, "ice": {"heat"}, "other": set()}


def test_a_part_of_the_data_is_no_dependence_and_is_told():
    def part(data: torch.Tensor) -> None:
        mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
        lone = pyro.sample("lone", dist.Normal(0.0, 1.0))
        with pyro.plate("N", 100, subsample_size=10) as index:
            pyro.sample("y", dist.Normal(mu, 1.0), obs=data[index])
        assert lone is not None

    facts = graph(part, (torch.randn(100),), {})
    assert parents(facts) == {"mu": set(), "lone": set(), "y": {"mu"}}
    assert [plate.label for plate in facts.plates] == ["N (10 of 100)"]


def test_enumerated_and_masked_sites_are_followed():
    from pyro.infer import config_enumerate

    @config_enumerate
    def mixture(data: torch.Tensor) -> None:
        with pyro.plate("K", 2):
            locs = pyro.sample("locs", dist.Normal(0.0, 5.0))
        with pyro.plate("N", 5):
            z = pyro.sample("z", dist.Categorical(torch.ones(2)))
            with poutine.mask(mask=torch.tensor([True, True, False, True, True])):
                pyro.sample("y", dist.Normal(locs[z], 1.0), obs=data)

    assert parents(graph(mixture, (torch.zeros(5),), {})) == {"locs": set(), "z": set(), "y": {"locs", "z"}}


def test_where_values_cannot_be_followed_a_trial_still_finds_arrows_and_the_picture_says_so(monkeypatch):
    def fails(*args: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("autograder.show.dependence.followed", fails)
    facts = graph(crossing, (), {})
    assert parents(facts)["y"] == {"r", "c"}
    assert "could not be followed" in facts.doubt
    monkeypatch.setattr("autograder.show.dependence.tried", fails)
    picture = show.model(crossing)
    assert "could not be tried" in picture.text
    assert "could not be tried" in picture.svg
    assert "polygon" not in picture.svg


def test_a_picture_leaves_nothing_behind_and_a_models_own_error_is_its_own():
    pyro.clear_param_store()
    pyro.param("usual", torch.tensor(7.0))
    torch.manual_seed(3)
    before = torch.random.get_rng_state()
    show.model(pupils)
    show.trace(pupils)
    show.densities({"a": dist.Normal(0.0, 1.0)})
    assert torch.equal(before, torch.random.get_rng_state())
    assert list(pyro.get_param_store()) == ["usual"]
    assert float(pyro.param("usual")) == 7.0
    pyro.clear_param_store()

    def broken() -> None:
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        show.model(broken)


# --- where a diagram puts things ---------------------------------------------------------------------------------


def layout_of(model: Any) -> Layout:
    facts = graph(model, (), {})
    widths = {node.name: 60.0 for node in facts.nodes}
    edges = [(parent, node.name) for node in facts.nodes for parent in node.parents]
    return place(widths, edges, {plate.label: plate.members for plate in facts.plates})


@pytest.mark.parametrize("model", MODELS)
def test_a_box_holds_its_members_and_nobody_else(model):
    layout = layout_of(model)
    assert layout.boxes or model is chain
    for box in layout.boxes:
        (left, right), (top, bottom) = layout.sides(box), layout.ends(box)
        for name, x in layout.x.items():
            y = layout.y[name]
            if name in box.members:
                assert left < x - 30 < x + 30 < right
                assert top < y - HEIGHT / 2 < y + HEIGHT / 2 < bottom
            else:
                assert x + 30 < left or x - 30 > right or y + HEIGHT / 2 < top or y - HEIGHT / 2 > bottom


@pytest.mark.parametrize("model", MODELS)
def test_nodes_do_not_overlap_arrows_lead_down_and_borders_of_boxes_differ(model):
    layout = layout_of(model)
    for a, b in combinations(layout.x, 2):
        assert abs(layout.x[a] - layout.x[b]) >= 60 or abs(layout.y[a] - layout.y[b]) >= HEIGHT
    assert all(layout.y[a] < layout.y[b] for a, b in layout.edges)
    for one, other in combinations(layout.boxes, 2):
        if one.members & other.members:
            assert abs(layout.ends(one)[1] - layout.ends(other)[1]) >= 14, "two labels on one line"


def test_plates_that_cannot_stand_side_by_side_are_drawn_in_parts():
    """Three sets of plates, each pair with a site of its own: no order of columns serves all three."""
    boxes = [box.label for box in layout_of(three_crossing).boxes]
    assert set(boxes) == {"a (2)", "b (2)", "c (2)"}
    assert len(boxes) > 3


def test_a_sketch_looks_like_the_model_that_is_written_later():
    def later():
        mu = pyro.param("mu", torch.tensor(0.0))
        with pyro.plate("N", 4):
            pyro.sample("y", dist.Normal(mu, 2.0), obs=torch.zeros(4))

    text = show.sketch({"mu": "param", "y": "observed"}, parents={"y": ["mu"]}, plates={"N": ["y"]}).text
    assert text == "Plate diagram of `sketch`.\nmu: param.\ny: observed; in plate N; depends on mu."
    said = show.model(later).text.replace("`later`", "`sketch`").replace("N (4)", "N").replace(", Normal", "")
    assert text == said


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (({"mu": "hidden"},), "'mu' is said to be 'hidden'; a site is one of: latent, observed"),
        (({"mu": "latent"}, {"y": ["mu"]}), "no site 'y' in this sketch; it has: mu"),
        (({"mu": "latent"}, {"mu": ["sd"]}), "no site 'sd'"),
        (({"mu": "latent"}, None, {"N": ["y"]}), "no site 'y'"),
    ],
)
def test_a_sketch_of_what_cannot_be_says_what_is_missing(wrong, message):
    with pytest.raises(ValueError, match=message):
        show.sketch(*wrong)


def test_too_many_sites_are_not_drawn():
    def many() -> None:
        for i in range(60):
            pyro.sample(f"x{i}", dist.Normal(0.0, 1.0))

    with pytest.raises(ValueError, match="60 sites, too many to draw"):
        show.model(many)
    assert "no sites" in show.model(lambda: None).svg


# --- tables of traces --------------------------------------------------------------------------------------------


def test_a_trace_is_a_table_with_heads_for_each_row_and_column():
    shown = show.trace(pupils, (DATA,))
    rows = {row.split()[0]: row.split() for row in shown.text.splitlines()[2:]}
    assert rows["theta"][:4] == ["theta", "latent", "Normal", "[3]"]
    assert rows["middle"][1] == "deterministic"
    assert rows["y"][1:6] == ["observed", "Normal", "[5,", "3]", "5"]
    assert rows["usual"][1] == "param"
    assert "schools (3), pupils (5)" in shown.text
    html = bundle(shown)["text/html"]
    assert html.count('scope="row"') == len(rows)
    assert "<caption" in html
    assert 'scope="colgroup" colspan="2"' in html
    assert "text/plain" in bundle(shown)


def test_a_trace_comes_from_a_model_a_record_or_pyros_own_trace():
    record = expect.trace(crossing, seed=0)
    own = poutine.trace(poutine.condition(crossing, {n: record.sites[n].value for n in ("r", "c")})).get_trace()
    shown = show.trace(own)
    assert f"{record.log_density:.4f}" in shown.text
    assert f"{record.log_density:.4f}" in show.trace(record).text
    assert "log_prob" not in own.nodes["y"], "the given trace was changed"
    with pytest.raises(TypeError, match="a model or a trace"):
        show.trace(3)


def test_differences_name_each_fact_and_no_number():
    def other() -> None:
        with pyro.plate("rows", 5, dim=-2):
            pyro.sample("r", dist.Cauchy(0.0, 1.0))
        pyro.sample("y", dist.Normal(0.0, 1.0).expand([5, 3]).to_event(1), obs=DATA)

    target, yours = expect.trace(crossing), expect.trace(other)
    said = differences(target, yours)
    assert said["r"] == "'r' has family Cauchy instead of Normal."
    assert said["c"] == "'c' is only in the target."
    assert "batch shape [5] instead of [5, 3], event shape [3] instead of []" in said["y"]
    assert "plates none instead of columns (3), rows (5)" in said["y"]
    assert differences(target, expect.trace(crossing, seed=9)) == {}
    shown = show.beside(crossing, other)
    assert shown.text.count("Trace of") == 2
    assert "<b>r</b>" in bundle(shown)["text/html"]
    assert "Both have the same" in show.beside(crossing, crossing).text


# --- curves ------------------------------------------------------------------------------------------------------


def test_densities_say_where_each_curve_lies():
    picture = show.densities(
        {
            "prior": dist.Normal(1.0, 2.0),
            "posterior": torch.tensor([1.0, 3.0] * 50),
            "wild": dist.Cauchy(0.0, 1.0),
            "point": dist.Delta(torch.tensor(2.0)),
        },
        xlabel="mu",
    )
    lines = picture.text.splitlines()
    assert "prior: Normal, mean 1, standard deviation 2." in lines
    assert "posterior: 100 samples, mean 2, standard deviation 1." in lines
    assert "wild: Cauchy, without a finite mean and standard deviation." in lines
    assert all(f">{word}</text>" in picture.svg for word in ("prior", "posterior", "mu", "density"))


def test_discrete_bounded_and_unbounded_densities_are_drawn():
    for curve in (
        dist.Poisson(3.0),
        dist.Bernoulli(0.4),
        dist.Gamma(2.0, 1.0),
        dist.Beta(0.5, 0.5),
        dist.Uniform(0, 1),
    ):
        ET.fromstring(show.densities({"it": curve}).svg)
    kernel = NUTS(lambda: pyro.sample("x", dist.Normal(0.0, 1.0)))
    chain = MCMC(kernel, num_samples=20, warmup_steps=5, disable_progbar=True)
    chain.run()
    show.densities({"draws": chain.get_samples()["x"]})


@pytest.mark.parametrize(
    ("curves", "sentence"),
    [
        ({}, "1 to 6 curves, and these are 0"),
        ({"it": dist.Normal(torch.zeros(3), 1.0)}, r"batch shape \[3\]"),
        ({"it": torch.zeros(3, 2)}, r"a tensor \[3, 2\]"),
        ({"it": torch.tensor([1.0, float("nan")])}, "finite numbers"),
        ({"it": 3.0}, "'it' is float"),
    ],
)
def test_what_is_no_curve_is_refused_in_one_sentence(curves, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence):
        show.densities(curves)


def test_losses_say_how_they_went():
    falling = [100.0 - i for i in range(100)]
    picture = show.losses(falling)
    assert picture.text == ("Losses of 100 steps: mean of the first tenth 95.5, of the last tenth 5.5; lowest 1.")
    assert "mean of 5 steps" in picture.svg
    assert "2 of them are not finite, first at step 3" in show.losses([1.0, 2.0, 3.0, float("nan"), float("inf")]).text
    show.losses(torch.tensor(falling))
    with pytest.raises(ValueError, match="there are none"):
        show.losses([])


def test_thousands_of_losses_stay_small():
    torch.manual_seed(0)
    assert len(show.losses(torch.randn(20_000)).svg) < 200_000


def test_pictures_of_plots_do_not_touch_the_students_figures_or_settings():
    import matplotlib.pyplot as plt

    plt.close("all")
    plt.rcParams["axes.facecolor"] = "red"
    show.losses([1.0, 2.0])
    assert plt.get_fignums() == []
    assert plt.rcParams["axes.facecolor"] == "red"
    plt.rcdefaults()


# --- wherever they are shown -------------------------------------------------------------------------------------

PICTURES = {
    "model": lambda: show.model(pupils, (DATA,)),
    "densities": lambda: show.densities({"<prior> & co": dist.Normal(0.0, 1.0)}),
    "losses": lambda: show.losses([3.0, 2.0, 1.0]),
    "beside": lambda: show.beside(show.losses([1.0, 2.0]), show.model(crossing)),
}


@pytest.fixture(params=PICTURES, scope="module")
def picture(request: pytest.FixtureRequest) -> Picture:
    return PICTURES[request.param]()


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


def test_two_shown_things_of_different_kinds_are_refused():
    with pytest.raises(TypeError, match="two pictures, or two traces"):
        show.beside(show.losses([1.0]), crossing)
    assert isinstance(show.trace(Trace({})).text, str)
