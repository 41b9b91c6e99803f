"""The IPython shell of a submission: runs cells and collects what they show as nbformat dictionaries, within bounds."""

from __future__ import annotations

import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import LSString, SList
from traitlets.config import Config

from autograder.child import stand_ins

MAX_STREAM = 200_000  # characters of printed text kept for each cell
MAX_FRAMES = 20  # of one traceback; IPython takes 10 ms for each, and a runaway recursion has 1000
MAX_OUTPUTS = 500


class Stream:
    """A text stream whose writes become the running cell's stream outputs."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, outputs: list[dict[str, Any]]) -> None:
        self.name, self.outputs, self.room, self.cut = name, outputs, MAX_STREAM, False

    def write(self, text: str) -> int:
        text = str(text)
        kept = text[: self.room]
        self.room -= len(kept)
        if len(kept) < len(text) and not self.cut:
            self.cut, kept = True, kept + "\n[further text was cut]\n"
        last = self.outputs[-1] if self.outputs else None
        if last and last["output_type"] == "stream" and last["name"] == self.name:
            last["text"] += kept
        elif kept and len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append({"output_type": "stream", "name": self.name, "text": kept})
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def fileno(self) -> int:
        raise OSError("this stream has no file descriptor")


class _Hook(DisplayHook):
    """Collects a cell's last value as an execute_result."""

    outputs: list[dict[str, Any]] = []  # noqa: RUF012 - traitlets class; replaced for each shell

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.outputs.append({"output_type": "execute_result", "data": format_dict, "metadata": md_dict or {}})

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Publisher(DisplayPublisher):
    """Collects display data; an update names its display_id and is applied on the trusted side."""

    outputs: list[dict[str, Any]] = []  # noqa: RUF012 - traitlets class; replaced for each shell

    def publish(
        self, data: Any, metadata: Any = None, *args: Any, transient: Any = None, update: bool = False, **kwargs: Any
    ) -> None:
        output: dict[str, Any] = {"output_type": "display_data", "data": dict(data)}
        output["metadata"] = dict(metadata or {})
        name = (transient or {}).get("display_id")
        if name is not None:
            output["display_id"] = str(name)[:100]
        if update:
            output["update"] = True
        if len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append(output)

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.clear()


class Shell(InteractiveShell):
    """An IPython shell that collects its outputs as nbformat dictionaries."""

    def __init__(self, **kwargs: Any) -> None:
        self.outputs: list[dict[str, Any]] = []
        super().__init__(**kwargs)
        assert isinstance(self.display_pub, _Publisher)
        assert isinstance(self.displayhook, _Hook)
        self.display_pub.outputs = self.displayhook.outputs = self.outputs

    def init_display_formatter(self) -> None:
        super().init_display_formatter()
        if self.display_formatter is not None:
            self.display_formatter.active_types = self.display_formatter.format_types

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        _shorten(exc_tuple[1] if exc_tuple else sys.exc_info()[1])
        super().showtraceback(exc_tuple, *args, **kwargs)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        try:
            text = str(evalue)
        except Exception:
            text = ""
        if cause := stand_ins.why_refused(evalue):
            text = f"{text} ({cause})"
            stb = [*stb, f"This was {cause}."]
        self.outputs.append(
            {
                "output_type": "error",
                "ename": getattr(etype, "__name__", str(etype)),
                "evalue": text,
                "traceback": [str(line) for line in stb],
            }
        )

    def system(self, cmd: str) -> None:
        """``!cmd`` starts nothing; as in Jupyter it raises nothing, and leaves its return code."""
        self.user_ns["_exit_code"] = stand_ins.told(cmd)

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> SList | LSString:
        """``x = !cmd`` starts nothing either, and gives no lines."""
        self.system(cmd)
        return SList([]) if split else LSString("")

    def ask_exit(self) -> None:
        """``exit()`` does nothing in a notebook that is graded, as under nbgrader."""

    def enable_gui(self, gui: Any = None) -> None:
        pass


def _shorten(error: BaseException | None) -> None:
    """Drop the middle of deep tracebacks, in an exception and in those behind it."""
    for _ in range(MAX_FRAMES):
        steps, step = [], error.__traceback__ if error is not None else None
        while step is not None:
            steps.append(step)
            step = step.tb_next
        if len(steps) > MAX_FRAMES:
            steps[MAX_FRAMES // 2].tb_next = steps[-MAX_FRAMES // 2]
        error = (error.__cause__ or error.__context__) if error is not None else None


def make_shell() -> Shell:
    """A shell for one submission: no history file, no colours, figures shown inline as in a notebook.

    It takes 20 ms to make, so the warm parent makes one, and each child has its copy.
    """
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.separate_in = ""
    # traitlets types a class's traits as descriptors, where a class may be set as well
    Shell.displayhook_class, Shell.display_pub_class = _Hook, _Publisher  # type: ignore[assignment]
    shell = Shell.instance(config=config)
    InteractiveShell._instance = shell  # type: ignore[assignment]
    shell.run_line_magic("matplotlib", "inline")
    stand_ins.install(shell)
    return shell
