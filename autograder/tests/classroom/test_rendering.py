"""What students wrote on an instructor's page: nothing runs, loads or leads astray, and nothing keeps the page busy."""

from __future__ import annotations

import html
import re
import time
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.server_extensions.formgrader import handlers

from autograder import settings
from autograder.classroom import cleaner, rendering
from autograder.classroom.preprocessors import CleanHTML
from autograder.classroom.rendering import Room, clean, plain
from autograder.course import Course
from autograder.expect.panel import Panel
from autograder.tests.small import ROOT

SVG = "data:image/svg+xml;base64,PHN2Zy8+"
SCRIPT = "javascript:fetch('/api/contents/gradebook.db')"
HARMFUL_LINKS = [
    SCRIPT,
    "JaVaScRiPt:alert(1)",
    " java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "java&Tab;script:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "file:///etc/passwd",
    "blob:http://x/1",
    "//evil.example/x",
    "/files/autograded/eve/step_03/evil.html",
    "files/javascript:alert(1)",
    "/files/javascript:alert(1)",
    "files/files/javascript:alert(1)",
    "/formgrader/submissions",
    "evil.html",
]
MARKDOWN = [
    *[f"[See my plot]({link})" for link in HARMFUL_LINKS],
    *[f"[See my plot](<{link}>)" for link in HARMFUL_LINKS],
    *[f"![See my plot]({link})" for link in HARMFUL_LINKS if not link.startswith("data:image")],
    *[f"[See my plot][1]\n\n[1]: {link}" for link in HARMFUL_LINKS],
    *[f"<a href='{html.escape(link)}'>See my plot</a>" for link in HARMFUL_LINKS],
    f"<{SCRIPT}>",
    f"[x](https://e.org 'a\" onclick=\"{SCRIPT}')",
    f"[![]({SVG})]({SCRIPT})",
    "# <img src=x onerror=alert(1)>",
    '```python" onclick=alert(1) x="\n1\n```',
    '```mermaid\ngraph TD; A-->B; click A "javascript:alert(1)"\n```',
    "$<img src=x onerror=alert(1)>$",
    "$$\\begin{a}<script>alert(1)</script>\\end{a}$$",
    "| a |\n|---|\n| <svg onload=alert(1)> |",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "~~<b onmouseover=alert(1)>x</b>~~",
]
MARKUP = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/pixel.png'>",
    "<img srcset='https://evil.example/pixel.png 1x'>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='/x'><button>x</button><input name=score></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<a href='#' id=double_value class='btn full-credit' name=top data-link=x target=_top>x</a>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<p style='background-image:image-set(\"https://evil.example\" 1x)'>x</p>",
    "<p style='margin-top:-900px'>x</p>",
    "<p style='color:re\\64;background:u\\72l(https://evil.example)'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video><audio src=x></audio><source srcset=x>",
]


class Seen(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def harmful(page: str) -> list[tuple[str, str]]:
    """What in a piece of a page could run, load, lead astray or stand for something of formgrader's."""
    found = []
    for tag, attributes in Seen(page).elements:
        if tag not in {*cleaner.TAGS}:
            found.append((tag, ""))
        for name, value in attributes.items():
            if name == "href" and not re.match(r"https?://|mailto:|#", value):
                found.append((tag, f"{name}={value}"))
            if name == "src" and not value.startswith("data:image/"):
                found.append((tag, f"{name}={value}"))
            if name == "style" and re.search(r"url|position|image|-\d|\\", value):
                found.append((tag, f"{name}={value}"))
            if name.startswith(("on", "data-", "xlink", "form")) or name in {"id", "class", "name", "target", "srcset"}:
                found.append((tag, f"{name}={value}"))
    return found


def rendered(source: str) -> str:
    result, _ = rendering._cleaner.ask("rendered", source, {})
    return plain(source) if result is None else result


@pytest.mark.parametrize("source", MARKDOWN)
def test_markdown_is_clean_when_it_is_rendered(source):
    assert harmful(rendered(source)) == []


@pytest.mark.parametrize("source", MARKUP)
def test_markup_is_clean(source):
    assert harmful(clean(source, Room())) == []
    assert harmful(rendered(source)) == []


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("[a](https://pyro.ai/x?y=1#z)", 'href="https://pyro.ai/x?y=1#z"'),
        ("[a](#down)", 'href="#down"'),
        ("**b** and `c`", "<strong>b</strong> and <code>c</code>"),
        ("$a < b$", "$a &lt; b$"),
        ("I think a<b, and b>c & d", "a&lt;b, and b&gt;c &amp; d"),
        ("| a |\n|---|\n| 1 |", "<td>1</td>"),
        ("<details><summary>more</summary>\n\n*x*\n\n</details>", "<summary>more</summary>"),
        (f"![mine]({SVG})", f'<img src="{SVG}" alt="mine">'),
    ],
)
def test_ordinary_markdown_stays(source, kept):
    assert kept.replace(" ", "") in rendered(source).replace(" ", "")


def test_attachments_are_shown_and_a_missing_one_stops_no_page():
    picture = {"plot.png": {"image/png": "AAAA"}, "odd": {"text/html": "PHNjcmlwdD4="}}
    source = "![mine](attachment:plot.png) ![odd](attachment:odd)"
    result, _ = rendering._cleaner.ask("rendered", source, picture)
    assert 'src="data:image/png;base64,AAAA"' in result
    assert "text/html" not in result
    assert rendering._cleaner.ask("rendered", "![none](attachment:none)", {})[0] is None


def test_panels_come_through_as_they_are():
    panel = Panel("The plates of `model`", "not passed (0 of 2 points)", "bad", [("Hint", "a < b")], "x | 1")
    source = panel.html()
    shown = clean(source, Room())
    wanted = [(tag, sorted(attributes)) for tag, attributes in Seen(source).elements]
    assert [(tag, sorted(attributes)) for tag, attributes in Seen(shown).elements] == wanted
    for tag, attributes in Seen(source).elements:
        styles = {rule.replace(" ", "") for rule in attributes.get("style", "").split(";")}
        assert any(
            styles == {rule.replace(" ", "") for rule in other.get("style", "").split(";")}
            for name, other in Seen(shown).elements
            if name == tag
        )


# --- bounds ------------------------------------------------------------------------------------------------------

SLOW = {
    "open lists": ("cleaned", "<ul><li>" * 125_000),
    "formatting that is repeated": ("cleaned", "".join(f"<b title={i}>" for i in range(9_000)) + "<p>" * 9_000),
    "unclosed environments": ("rendered", "\\begin{a}" * 110_000),
    "brackets": ("rendered", "[" * 500_000),
    "quotes in quotes": ("rendered", ">" * 100_000 + "x"),
    "links without an end": ("rendered", "[a](" * 200_000),
}


@pytest.mark.parametrize(("work", "source"), SLOW.values(), ids=SLOW)
def test_what_takes_long_is_shown_as_text(work, source):
    """A process of its own does it, and the kernel ends that one."""
    started = time.process_time()
    room = Room()
    arguments = ({},) if work == "rendered" else ()
    shown = rendering._within(source, room, work, source, *arguments)
    assert time.process_time() - started < 2.0, "this process did it itself"
    assert rendering.PAGE_SECONDS - room.seconds < cleaner.CPU + 1.0
    assert shown.count("<") <= rendering.MAX_TAGS
    assert len(shown) < 1 << 20
    assert harmful(shown) == []
    assert clean("<b>the next one</b>", Room()) == "<b>the next one</b>"


def test_a_page_has_so_many_elements_and_seconds_and_no_more():
    room = Room()
    piece = "<b>x</b>" * 5_000
    shown = [clean(piece, room) for _ in range(9)]
    assert [text == piece for text in shown] == [True] * 6 + [False] * 3
    assert all(text.startswith("<pre>&lt;b&gt;") for text in shown[6:])
    room = Room(seconds=0.0)
    assert clean("<b>x</b>", room) == plain("<b>x</b>")
    assert clean("x" * (rendering.MAX_SOURCE + 1), Room()).startswith("<pre>xxx")


# --- whole pages -------------------------------------------------------------------------------------------------


def page(notebook: nbformat.NotebookNode) -> str:
    """Formgrader's page of a graded notebook, made with the course's own configuration."""
    template = {"template_name": "formgrade", "extra_template_basedirs": [handlers.template_path]}
    config = settings.of(Course(ROOT)).changed(HTMLExporter=template)
    facts = {"notebook_id": "x", "submission_id": "1", "assignment_id": "x", "base_url": "", "index": 0, "total": 1}
    return HTMLExporter(config=config).from_notebook_node(notebook, facts)[0]


def evil_notebook() -> nbformat.NotebookNode:
    """Every place of a notebook that a page shows, each with something that would run."""
    evil, link = "<img src=x onerror=alert(1)>", f"[x]({SCRIPT})"
    outputs = [
        new_output("display_data", data={mime: text})
        for mime, text in {
            "text/html": evil,
            "text/markdown": f"{evil} {link}",
            "text/latex": f"$\\href{{{SCRIPT}}}{{x}}$ {evil}",
            "text/plain": evil,
            "image/svg+xml": f"<svg onload=alert(1)>{evil}</svg>",
            "application/javascript": "alert(1)",
            "text/vnd.mermaid": evil,
            "application/vnd.jupyter.widget-view+json": {"model_id": "</script><script>alert(1)</script>"},
            "image/png": '"><script>alert(1)</script>',
        }.items()
    ]
    outputs += [
        new_output("stream", text=f"{evil}\x1b[31m{evil}"),
        new_output("error", ename=evil, evalue=evil, traceback=[evil, f"\x1b]8;;{SCRIPT}\x07x"]),
    ]
    cells = [
        new_markdown_cell(f"{evil} {link}"),
        new_raw_cell(evil),
        new_code_cell(f"# {evil}", outputs=outputs),
        new_code_cell(f"%%html\n{evil}"),
        new_code_cell("1", metadata={"magics_language": f"x' onclick='alert(1)' {evil}", "tags": [evil]}),
    ]
    return new_notebook(cells=cells, metadata={"title": evil})


def test_no_place_of_a_notebook_runs_script_on_a_page():
    notebook, _ = CleanHTML().preprocess(evil_notebook(), {})
    shown = page(notebook)
    body = shown[shown.index('id="notebook-container"') :]
    scripts = [(tag, attributes) for tag, attributes in Seen(body).elements if tag == "script"]
    assert scripts == []
    for tag, attributes in Seen(body).elements:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert "javascript" not in attributes.get("href", "")
        assert attributes.get("src", "data:image/").startswith("data:image/")


def test_a_page_is_clean_whoever_wrote_the_notebook():
    """Also what was graded without the kit's preprocessors, or before they cleaned."""
    shown = page(evil_notebook())
    body = shown[shown.index('id="notebook-container"') :]
    assert "script" not in {tag for tag, _ in Seen(body).elements}
    assert not [name for _, attributes in Seen(body).elements for name in attributes if name.startswith("on")]


def test_mathjax_is_loaded_in_its_safe_mode():
    """It makes links of \\href in any text of a page; its extension Safe lets no script be one."""
    shown = page(new_notebook(cells=[new_markdown_cell("$x$")]))
    sources = [attributes.get("src", "") for tag, attributes in Seen(shown).elements if tag == "script"]
    mathjax = [source for source in sources if "mathjax" in source.lower()]
    assert len(mathjax) == 1
    assert mathjax[0].endswith(",Safe")


def test_a_page_full_of_slow_cells_is_made_in_time():
    slow = [SLOW["unclosed environments"][1]] * 5 + [SLOW["quotes in quotes"][1]]
    notebook = new_notebook(cells=[new_markdown_cell(source) for source in slow])
    started = time.process_time()
    shown = page(notebook)
    assert time.process_time() - started < 20.0
    assert shown.count("further text was cut") == 6
