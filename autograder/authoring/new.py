"""Makes a new assignment from the template: small, whole, and graded at once; a teacher edits it from there."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.course import PACKAGE, Course, CourseError

TEMPLATE = PACKAGE / "templates" / "assignment"


def new(course: Course, name: str, title: str) -> list[Path]:
    """Write the assignment's master, answers and graders, and give their paths.

    Raises:
        CourseError: when name or title cannot be one, something of that name is there, or the course borrows its
            graders from the kit.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise CourseError(
            f"{name!r} cannot name an assignment: take letters, digits and _, and begin with a letter, as in cold_store"
        )
    if not title.strip() or not title.isprintable():
        raise CourseError('the title must be one line of text, as in autograder new cold_store "How cold is it?"')
    graders = _own_graders(course)
    folders = [course.root / kind / name for kind in ("solutions", "source", "release")]
    for path in (*folders, graders / f"test_{name}.py"):
        if path.exists():
            raise CourseError(f"{path} is there already: take another name, or remove what is left of the old one")
    texts, sources = {"NAME": name, "TITLE": title.strip()}, sorted(TEMPLATE.rglob("*.py"))
    try:
        return [_write(source, graders if source.name == "test_NAME.py" else folders[0], texts) for source in sources]
    except OSError as error:
        raise CourseError(f"{name} cannot be written in {course.root}: {error.strerror or error}") from None


def _write(source: Path, folder: Path, texts: dict[str, str]) -> Path:
    """A file of the template in its place, with its words put in."""
    path = folder / str(source.relative_to(TEMPLATE)).replace("NAME", texts["NAME"])
    path.parent.mkdir(parents=True, exist_ok=True)
    text = re.sub("NAME|TITLE", lambda word: texts[word[0]], source.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    return path


def _own_graders(course: Course) -> Path:
    """The course's own folder of graders, which the first new assignment makes."""
    own = course.root / "autograder" / "graders"
    if course.graders != own:
        borrowed = [name for name in course.names() if course.assignment(name).graders.is_file()]
        if borrowed:
            raise CourseError(
                f"the graders of this course, such as {course.assignment(borrowed[0]).graders}, are the kit's own: "
                f"copy those that it uses to {own}, then make the new assignment"
            )
    return own
