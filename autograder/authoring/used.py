"""What a grader uses of its file and of the package, followed from name to name: what its calibration depends on."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import PACKAGE, CourseError

# What stands behind the fixtures of a grader.
_FIXTURES = {
    "student": ("subject.subject", "Subject"),
    "reference": ("subject.subject", "Subject"),
    "both": ("judging.verdicts", "Both"),
    "variant": ("judging.variants", "Variant"),
    "tries": ("judging.verdicts", "Tries"),
    "credit": ("judging.verdicts", "Credit"),
}
_IMPORTS = ast.Import | ast.ImportFrom


@dataclass
class _Module:
    """A file: what its names stand for, and the code behind the keys of its tables and decorators."""

    name: str
    statements: list[ast.stmt]
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)  # name here -> (module, name there or "")
    binds: dict[str, ast.stmt] = field(default_factory=dict)
    keyed: dict[str, ast.AST] = field(default_factory=dict)

    @staticmethod
    def read(name: str, path: Path) -> _Module:
        module = _Module(name, parsed(path).body)
        for node in (inner for statement in module.statements for inner in ast.walk(statement)):
            if isinstance(node, ast.ImportFrom):
                module.imports |= {a.asname or a.name: (node.module or "", a.name) for a in node.names}
            elif isinstance(node, ast.Import):
                module.imports |= {a.asname or a.name: (a.name, "") for a in node.names}
        for statement in module.statements:
            table = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
            if isinstance(table, ast.Dict) and _is_keyed(table):
                # a table of functions is as many things as it has keys: a new one changes none of the others
                module.keyed |= {key: v for k, v in zip(table.keys, table.values, strict=True) if (key := _text(k))}
                continue
            for decorator in getattr(statement, "decorator_list", []):
                keys = decorator.args if isinstance(decorator, ast.Call) else []
                texts = list(filter(None, map(_text, keys)))
                module.keyed = dict.fromkeys(texts, statement) | module.keyed
                if texts and isinstance(statement, ast.FunctionDef):
                    # a probe is met under its own name too, as the method of a subject that nobody has written
                    module.keyed[statement.name] = statement
            module.binds |= dict.fromkeys(_bound(statement), statement)
        return module


def _text(node: ast.AST | None) -> str:
    """The text that stands there, empty where none does."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_keyed(table: ast.Dict) -> bool:
    """Whether a dictionary has a function behind each of its texts."""
    own = [value for key, value in zip(table.keys, table.values, strict=True) if key is not None]
    return (
        bool(own)
        and all(map(_text, filter(None, table.keys)))
        and all(isinstance(value, ast.Lambda | ast.Name | ast.Attribute) for value in own)
    )


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file.

    Raises:
        CourseError: when it does not parse.
    """
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise CourseError(f"{path} does not parse: line {error.lineno}: {error.msg}") from None


def used(graders: Path, test: str, props: Path, package: Path = PACKAGE) -> list[str]:
    """The code that the grader function ``test`` of this file uses, piece by piece, without comments and docstrings.

    Followed are the names in its file, through the package's modules, the answers to the probes that it names, and the
    props. Where a name stands, in which module and behind which import, is no part of it. Of a class only the methods
    count whose names are met. Libraries are not followed.

    Args:
        props: the folder of the graders' own models.
    """
    return _Search(graders, props, package).found(test)


class _Search:
    def __init__(self, graders: Path, props: Path, package: Path) -> None:
        self.props, self.package = props, package
        self.modules: dict[str, _Module | None] = {"": _Module.read("", graders)}
        self.seen: set[int] = set()
        self.pieces: list[str] = []
        self.words: set[str] = set()  # attributes and texts that were met
        self.methods: list[tuple[_Module, str, ast.stmt]] = []  # of the classes that were met
        self.answers: dict[str, list[tuple[_Module, ast.AST]]] = {}  # what asks and what answers, by probe
        for path in sorted((package / "probes").glob("*.py")):
            if (module := self._module(f"autograder.probes.{path.stem}")) is not None:
                for key, node in module.keyed.items():
                    self.answers.setdefault(key, []).append((module, node))

    def found(self, test: str) -> list[str]:
        own = self.modules[""]
        assert own is not None
        for statement in own.statements:
            if not isinstance(statement, _IMPORTS) and not _bound(statement) and not _is_docstring(statement):
                self._visit(own, statement)
        self._name(own, test)
        while True:
            before = len(self.pieces)
            for module, name, node in list(self.methods):
                if name in self.words:
                    self._visit(module, node)
            for key in sorted(self.words & set(self.answers)):
                for answer in self.answers[key]:
                    self._visit(*answer)
            if len(self.pieces) == before:
                return sorted(self.pieces)

    def _module(self, name: str) -> _Module | None:
        if name not in self.modules:
            parts = name.split(".")
            path = self.package.joinpath(*parts[1:])
            choices = (path.with_suffix(".py"), path / "__init__.py") if parts[0] == PACKAGE.name else ()
            file = next((choice for choice in choices if choice.is_file()), None)
            self.modules[name] = _Module.read(name, file) if file else None
        return self.modules[name]

    def _name(self, module: _Module, name: str, attribute: str = "") -> None:
        """Follow a name, or an attribute of a name that is a module."""
        if name in module.imports:
            place, there = module.imports[name]
            inner = self._module(f"{place}.{there}" if there else place)
            if inner is not None and attribute:
                self._name(inner, attribute)
            elif there and (outer := self._module(place)) is not None and inner is None:
                self._name(outer, there, attribute)
        elif name in module.binds:
            self._visit(module, module.binds[name])
        elif "*" in module.imports and (everything := self._module(module.imports["*"][0])) is not None:
            self._name(everything, name)

    def _visit(self, module: _Module, node: ast.AST) -> None:
        if id(node) in self.seen:
            return
        self.seen.add(id(node))
        if isinstance(node, ast.ClassDef):
            parts = [part for part in node.body if _is_method(part)]
            self.methods += [(module, part.name, part) for part in parts if isinstance(part, ast.FunctionDef)]
            node = copy.copy(node)
            node.body = [part for part in node.body if part not in parts]
        node = _bare(node)
        self.pieces.append(ast.dump(node))
        for inner in ast.walk(node):
            if isinstance(inner, ast.Attribute):
                self.words.add(inner.attr)
                if isinstance(inner.value, ast.Name):
                    self._name(module, inner.value.id, inner.attr)
            elif isinstance(inner, ast.Name):
                self._name(module, inner.id)
            elif isinstance(inner, ast.arg):
                self._name(module, inner.arg)  # a fixture of the file's own
                if module.name == "" and inner.arg in _FIXTURES:
                    place, name = _FIXTURES[inner.arg]
                    if (behind := self._module(f"autograder.{place}")) is not None:
                        self._name(behind, name)
            elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                self.words.add(inner.value)
            elif isinstance(inner, ast.Call) and getattr(inner.func, "attr", getattr(inner.func, "id", "")) == "Prop":
                self._prop(inner)

    def _prop(self, call: ast.Call) -> None:
        """The whole file of a prop: which of its names a probe asks for, a call may compute."""
        file = self.props / f"{_text(call.args[0]) if call.args else ''}.py"
        for path in [file] if file.is_file() else sorted(self.props.glob("*.py")):
            text = ast.dump(_bare(parsed(path)))
            if text not in self.pieces:
                self.pieces.append(text)


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a statement of a module gives a meaning, imports aside."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif not isinstance(node, _IMPORTS):
        yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_method(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and not (node.name.startswith("__") and node.name.endswith("__"))


class _Bare(ast.NodeTransformer):
    """Takes away what decides nothing: docstrings, the words of a failed expectation, and imports."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        body = getattr(node, "body", None)
        if isinstance(body, list):
            told = body[1:] if body and _is_docstring(body[0]) else body
            node.body = [part for part in told if not isinstance(part, _IMPORTS)]  # type: ignore[attr-defined]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id == "Mismatch":
            return ast.Call(node.func, [], [])
        return self.generic_visit(node)


def _bare(node: ast.AST) -> ast.AST:
    return _Bare().visit(copy.deepcopy(node))
