"""What a student is told of a mutant: general words, without a number."""

from __future__ import annotations

import re

from autograder.authoring.mistake_words import WORDS
from autograder.authoring.mutants import OPERATORS


def test_the_words_of_an_operator_are_general():
    assert set(WORDS) <= {name for name, _, _ in OPERATORS}
    for title, hint in WORDS.values():
        assert not re.search(r"\d", title + hint)
        assert title.rstrip(".?") == title
        assert hint.endswith((".", "?"))
