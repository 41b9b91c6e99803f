"""A notebook's outputs as its child reported them: checked against nbformat, capped, and only ever for display."""

from __future__ import annotations

import json
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.probes.records import Raised

MAX_TEXT = 1 << 20  # characters kept of one text
MAX_IMAGE = 4 << 20
MAX_CELL = 8 << 20  # characters kept of one cell's outputs together
MAX_NOTEBOOK = 64 << 20  # and of all cells'
MAX_OUTPUTS = 1000  # of one cell; each is checked anew


class Outputs:
    """Collects each cell's outputs and writes them into the notebook.

    ``statuses`` is, by cell index, "ok", "error", "timeout", "out_of_memory" or "crashed"; ``errors`` their errors.
    """

    def __init__(self, notebook: NotebookNode) -> None:
        self.notebook = notebook
        self.statuses: dict[int, str] = {}
        self.errors: dict[int, Raised] = {}
        self._named: dict[str, list[NotebookNode]] = {}
        self._room = MAX_NOTEBOOK

    def add(self, index: int, status: str, count: Any, outputs: Any, error: Any = None) -> None:
        """Put what a child reported for a cell into it. What is malformed is dropped."""
        if isinstance(error, Raised):
            self.errors[index] = error
        cell, kept, room = self.notebook.cells[index], [], MAX_CELL
        self.statuses[index] = status if status in ("ok", "error", "timeout", "out_of_memory") else "error"
        cell.execution_count = count if type(count) is int and count > 0 else None
        for raw in outputs[:MAX_OUTPUTS] if isinstance(outputs, list) else []:
            output = _checked(raw, cell.execution_count)
            if output is None:
                continue
            name = raw.get("display_id") if "data" in output else None
            size = len(str(output))
            if raw.get("update") is True and isinstance(name, str):
                for shown in self._named.get(name, []) if size <= self._room else []:
                    shown.data = output.data
                    self._room -= size
                continue
            if size > min(room, self._room):
                break
            room -= size
            self._room -= size
            if isinstance(name, str):
                self._named.setdefault(name, []).append(output)
            kept.append(output)
        cell.outputs = kept

    def add_fault(self, index: int, fault: Exception) -> None:
        """Say in a cell that the run ended in it."""
        self.statuses[index] = getattr(fault, "outcome", "crashed")
        name = {"timeout": "CellTimeoutError", "out_of_memory": "MemoryError"}.get(
            self.statuses[index], "DeadKernelError"
        )
        cell = self.notebook.cells[index]
        cell.outputs = [new_output("error", ename=name, evalue=str(fault), traceback=[f"{name}: {fault}"])]


def _text(value: Any, limit: int = MAX_TEXT) -> str | None:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return value[:limit] if isinstance(value, str) else None


def _checked(raw: Any, count: int | None) -> NotebookNode | None:
    """An nbformat output made anew from known fields, or None."""
    kind = raw.get("output_type") if isinstance(raw, dict) else None
    if kind == "stream" and raw.get("name") in ("stdout", "stderr"):
        text = _text(raw.get("text"))
        return None if text is None else new_output("stream", name=raw["name"], text=text)
    if kind == "error":
        ename, evalue = _text(raw.get("ename"), 200), _text(raw.get("evalue"), 10_000)
        lines = raw.get("traceback")
        lines = [line[:20_000] for line in lines[:200] if isinstance(line, str)] if isinstance(lines, list) else []
        return new_output("error", ename=ename or "Error", evalue=evalue or "", traceback=lines)
    if kind in ("display_data", "execute_result") and isinstance(raw.get("data"), dict):
        data = {mime: _mime_value(mime, value) for mime, value in raw["data"].items() if len(mime) < 100}
        data = {mime: value for mime, value in data.items() if value is not None}
        metadata = {"execution_count": count} if kind == "execute_result" else {}
        return new_output(kind, data=data, **metadata) if data else None
    return None


def _mime_value(mime: str, value: Any) -> Any:
    if mime == "application/json" or mime.endswith("+json"):
        return value if isinstance(value, (dict, list)) and _is_json(value) else None
    return _text(value, MAX_IMAGE if mime.startswith("image/") else MAX_TEXT)


def _is_json(value: Any) -> bool:
    try:
        return len(json.dumps(value, allow_nan=False)) < MAX_TEXT
    except (TypeError, ValueError):  # a record or a tensor is in it, or what is no number
        return False
