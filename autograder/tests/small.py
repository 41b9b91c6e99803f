"""A small valid course in a folder: one assignment with one task, one graded cell and three answers."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.course import Assignment, Course

ROOT = Path(__file__).resolve().parents[2]


def metadata(grade_id: str, **facts: object) -> str:
    """The cell's nbgrader metadata as it stands in a py:percent file."""
    data = {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    text = ", ".join(
        f'"{key}": {str(value).lower() if isinstance(value, bool) else repr(value)}'
        for key, value in sorted((data | facts).items())
    )
    return "nbgrader={" + text.replace("'", '"') + "}"


MASTER = f"""# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] {metadata("intro", locked=True)}
# # Small
#
# | | |
# |---|---|
# | **Goal** | Double a number. |
# | **Minutes** | 5 |
# | **Prerequisites** | none |

# %%
from autograder import expect

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Twice.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Add it to itself.
#
# </details>

# %% {metadata("double", solution=True)}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% {metadata("double_value", grade=True, locked=True, points=2)}
with expect.check("It doubles"):
    expect.equal(expect.call(double, (2,)), 4, "double(2)")
"""

GRADERS = '''"""Graders of small."""

from autograder import expect


def test_double_value(student, reference, variant):
    """The double of a number."""
    x = variant.integer(3, 90)
    expect.equal(student.call("double", (x,)), reference.call("double", (x,)), "the double of a number")
'''

RIGHT = """# ---
# title: A sum
# ---

# %% grade_id="double"
def double(x):
    return x + x
"""

WRONG = """# ---
# title: A square
# wrong: It squares.
# caught_by: [double_value]
# hint: >-
#   Your function multiplies the number
#   by itself.
# ---

# %% grade_id="double"
def double(x):
    return x * x
"""


def make_course(root: Path) -> Course:
    """The course in ``root``, not yet built."""
    root.mkdir(parents=True, exist_ok=True)
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    files = {
        "solutions/small/small.py": MASTER,
        "solutions/small/right/a_sum.py": RIGHT,
        "solutions/small/wrong/a_square.py": WRONG,
        "autograder/graders/test_small.py": GRADERS,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "autograder" / "graders" / "props").mkdir()
    return Course(root)


def rewrite(path: Path, old: str, new: str) -> None:
    """Put ``new`` for ``old``, which must be there."""
    text = path.read_text()
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new))


def assignment(course: Course) -> Assignment:
    """The course's one assignment, read anew."""
    return course.assignment("small")
