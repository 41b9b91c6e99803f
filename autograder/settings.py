"""nbgrader's own settings of a course, loaded as its applications load them when they are started in its folder."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course import Course, CourseError, Folders

OLDER = "was made by an older nbgrader: keep a copy of it, and run `nbgrader db upgrade` in the course's folder"

_loaded: WeakKeyDictionary[Course, Settings] = WeakKeyDictionary()


@dataclass(frozen=True)
class Settings:
    """What the system's, the user's and the course's configuration files say together.

    ``db_url`` and ``course_id`` are the gradebook's, ``ignore`` the names of files that nbgrader does not copy.
    ``files`` are those that said it, and the Python files beside them that they may name: late penalties, exporters.
    """

    config: Config
    db_url: str
    course_id: str
    ignore: tuple[str, ...]
    files: tuple[Path, ...]

    def changed(self, **sections: dict[str, object]) -> Config:
        """A copy of the configuration with some of its values replaced, by section."""
        config = deepcopy(self.config)
        for section, values in sections.items():
            config[section].update(values)
        return config

    @property
    def confined(self) -> bool:
        """Whether student code is to be confined, as far as these files decide it."""
        return self.config.GradeNotebook.get("sandbox", "full") != "none"

    @cached_property
    def digest(self) -> str:
        """Names the texts of all that was loaded."""
        digest = hashlib.sha256()
        for path in self.files:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def of(course: Course) -> Settings:
    """The settings of a course, loaded once; the course's folders become what they say.

    Raises:
        CourseError: when they cannot be loaded, or are such that the kit cannot work with them.
    """
    if course not in _loaded:
        _loaded[course] = _load(course)
    return _loaded[course]


def find_course(start: Path) -> Course:
    """The course that ``start`` lies in, with its settings.

    Raises:
        CourseError: when there is none, or as for :func:`of`.
    """
    course = Course.find(start)
    of(course)
    return course


def folders_of(directory: CourseDirectory) -> Folders:
    """What nbgrader's CourseDirectory says of a course's folders."""
    steps = ("release", "submitted", "autograded", "feedback")
    named = {step: getattr(directory, f"{step}_directory") for step in steps}
    return Folders(directory.directory_structure, **named, groupshared=directory.groupshared)


def _load(course: Course) -> Settings:
    from nbgrader.apps.baseapp import NbGrader

    root = course.root
    with contextlib.chdir(root), _one_more_on_path(root):
        app = NbGrader()
        app.raise_config_file_errors = True
        try:
            app.initialize([])
        except SystemExit:  # it has said what it cannot take
            raise CourseError(f"nbgrader cannot take the configuration of {root}") from None
        except Exception as error:
            told = f"{type(error).__name__}: {error}".splitlines()[0]
            raise CourseError(f"a configuration file of nbgrader's cannot be loaded for {root}: {told}") from None
        directory = app.coursedir
        where, url = Path(directory.root).resolve(), str(directory.db_url)
    if where != root:
        raise CourseError(f"nbgrader's configuration says that this course lies in {where}: add `--course {where}`")
    if directory.source_directory != "source":
        raise CourseError(
            "CourseDirectory.source_directory must stay 'source', the folder that is paired with solutions/"
        )
    course.folders = folders_of(directory)
    prefix, _, place = url.partition(":///")
    if prefix == "sqlite" and place and not place.startswith(("/", ":memory:")):
        url = f"sqlite:///{root / place}"  # as nbgrader has it, which works in the course's folder
    config = app.config
    config.CourseDirectory.root, config.CourseDirectory.db_url = str(root), url
    files = [Path(path) for path in app.loaded_config_files]
    files += [path for path in sorted(root.glob("*.py")) if path not in files]
    return Settings(config, url, directory.course_id, tuple(directory.ignore), tuple(files))


@contextlib.contextmanager
def _one_more_on_path(root: Path) -> Iterator[None]:
    """nbgrader puts the folder where it is started on the path, for plugins; once is enough."""
    before = list(sys.path)
    yield
    sys.path[:] = [str(root), *(entry for entry in before if entry != str(root))]
