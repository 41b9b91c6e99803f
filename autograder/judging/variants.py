"""Keyed variation: which of a grader's 16 prepared variants a submission meets, and the data in each."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import torch

VARIANTS = 16  # of each grader


def choose(key: bytes, assignment: str, grader: str, digest: str) -> int:
    """The index of the variant for a submission: the same for a regrade, unknown without the key."""
    mac = hmac.new(key, f"{assignment}/{grader}/{digest}".encode(), hashlib.sha256).digest()
    return int.from_bytes(mac[:8], "big") % VARIANTS


def notebook_seed(key: bytes, assignment: str, digest: str) -> int:
    """The random seed that a submission's process starts from."""
    mac = hmac.new(key, f"seed/{assignment}/{digest}".encode(), hashlib.sha256).digest()
    return int.from_bytes(mac[:4], "big")


@dataclass(frozen=True)
class Draw:
    """What one submission meets: the variant of each graded cell, by grade_id, and the seed of its process.

    It is all that a judge needs of the course key, and says nothing of what another submission meets.
    """

    variants: Mapping[str, int]
    seed: int


def draw(key: bytes, assignment: str, grade_ids: Iterable[str], digest: str) -> Draw:
    """What the course key chooses for the submission whose code has this digest."""
    chosen = {grade_id: choose(key, assignment, grade_id, digest) for grade_id in grade_ids}
    return Draw(chosen, notebook_seed(key, assignment, digest))


class Variant:
    """One prepared variant of a grader: points and data sets that depend on its index alone.

    Each call gives new numbers; equal (assignment, grader, index) give equal sequences.
    """

    def __init__(self, assignment: str, grader: str, index: int) -> None:
        digest = hashlib.sha256(f"{assignment}/{grader}/{index}".encode()).digest()
        self.index, self.seed = index, int.from_bytes(digest[:4], "big")
        self._rng = np.random.default_rng(int.from_bytes(digest[4:12], "big"))

    def normal(self, loc: float, scale: float, *shape: int) -> torch.Tensor | float:
        """Normal draws, float32 of ``shape``; without a shape a float."""
        return self._given(self._rng.normal(loc, scale, shape), shape)

    def uniform(self, low: float, high: float, *shape: int) -> torch.Tensor | float:
        """Uniform draws, float32 of ``shape``; without a shape a float."""
        return self._given(self._rng.uniform(low, high, shape), shape)

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return int(self._rng.integers(low, high + 1))

    @staticmethod
    def _given(numbers: np.ndarray, shape: tuple[int, ...]) -> torch.Tensor | float:
        return torch.tensor(numbers, dtype=torch.float32) if shape else float(numbers)
