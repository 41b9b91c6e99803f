"""A process that makes students' markdown, HTML and code fit for an instructor's browser, and may die of them.

No cleaner and no parser of markdown is linear in all that can be written: a page of open tags keeps each that we know
busy for minutes. So they work here, and the kernel ends a process that takes too long or too much memory;
:mod:`autograder.classroom.rendering` then shows plain text. Each request is one JSON line, each reply another.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import nh3

CPU = 3.0  # seconds for one piece
MEMORY = 2 << 30  # bytes of address space

TAGS = """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li ol
    p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var
""".split()  # noqa: SIM905 - so many names read better without quotes
# No id, no name and no class of a student's own: formgrader finds its buttons and scores by them.
ATTRIBUTES = {
    "*": {"align", "role", "style", "tabindex", "title"},
    "a": {"href"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# What panels and tables need. Nothing here takes a thing out of its place, and nothing loads.
STYLES = """
    align-items background background-color border border-bottom border-collapse border-left border-radius border-right
    border-top color display flex-wrap font-style font-variant-numeric font-weight gap height margin margin-bottom
    margin-left margin-right margin-top max-width overflow-x padding padding-bottom padding-left padding-right
    padding-top text-align vertical-align white-space width
""".split()  # noqa: SIM905
_STYLE = re.compile(r"(?!.*(?:url|image|-\d|-\.))[\w\s#%.,:;()-]*", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
# Inside an <img> a browser runs no script of an SVG and loads nothing.
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_ALLOWED = {"href": _LINK.match, "src": _IMAGE.fullmatch, "style": _STYLE.fullmatch}


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    allowed = _ALLOWED.get(attribute)
    return value if allowed is None or allowed(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style", "template", "title", "noscript"},
    attributes=ATTRIBUTES,
    attribute_filter=_filtered,
    generic_attribute_prefixes={"aria-"},
    filter_style_properties=set(STYLES),
    url_schemes={"http", "https", "mailto", "data"},
)


def cleaned(source: str) -> str:
    """HTML without anything that runs, loads, moves out of its place, or leads elsewhere than to the web."""
    return _CLEANER.clean(source)


def rendered(source: str, attachments: Mapping[str, Any]) -> str:
    """Markdown as clean HTML. ``attachments`` are the cell's own pictures, as nbformat has them."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
    from nbconvert.filters.strings import strip_files_prefix

    renderer = IPythonRenderer(escape=False, attachments=dict(attachments), exclude_anchor_links=True)
    # before the cleaning: what it takes away may uncover a harmful protocol
    return cleaned(strip_files_prefix(MarkdownWithMath(renderer=renderer).render(source)))


def highlighted(source: str, language: str) -> str:
    """Code as HTML with its parts in colour. A language of an odd name is not asked for: it would stand on the page."""
    from nbconvert.filters.highlight import Highlight2HTML

    language = language if re.fullmatch(r"[\w+-]{1,30}", language) else "ipython3"
    return str(Highlight2HTML(pygments_lexer=language)(source))


WORK: dict[str, Callable[..., str]] = {"cleaned": cleaned, "rendered": rendered, "highlighted": highlighted}


def main() -> None:
    """Serve until standard input closes: for each request its result, or null, and the CPU seconds that it took."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in sys.stdin.buffer:
        name, *arguments = json.loads(line)
        if name != "cleaned":
            import nbconvert.filters  # noqa: F401 - it takes a second, which is not the piece's
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, CPU)  # its signal ends a process, whatever that is busy with
        try:
            result: str | None = WORK[name](*arguments)
        except Exception:
            result = None
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.write(json.dumps([result, time.process_time() - started]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
