"""What an operator of mutation makes of a snippet, and which operators a module registers."""

from __future__ import annotations

from autograder.authoring.mistakes import OPERATORS
from autograder.authoring.mutants import mutants


def changes(operator: str, source: str) -> list[str]:
    """The changed lines that an operator makes of a cell, each mutant's in one text."""
    return [mutant.after.replace("\n", "; ") for mutant in mutants("cell", source) if mutant.operator == operator]


def operators_of(module: str) -> set[str]:
    """The operators that a module of the authoring room registers."""
    return {name for name, _, function in OPERATORS if function.__module__ == f"autograder.authoring.{module}"}
