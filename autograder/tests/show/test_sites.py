"""A trace as a table."""

from __future__ import annotations

import pytest
from pyro import poutine

from autograder import expect, show
from autograder.tests.show.models import DATA, bundle, crossing, pupils

# --- tables of traces --------------------------------------------------------------------------------------------


def test_a_trace_is_a_table_with_heads_for_each_row_and_column():
    shown = show.trace(pupils, (DATA,))
    rows = {row.split()[0]: row.split() for row in shown.text.splitlines()[2:]}
    assert rows["theta"][:4] == ["theta", "latent", "Normal", "[3]"]
    assert rows["middle"][1] == "deterministic"
    assert rows["y"][1:6] == ["observed", "Normal", "[5,", "3]", "5"]
    assert rows["usual"][1] == "param"
    assert "schools (3), pupils (5)" in shown.text
    html = bundle(shown)["text/html"]
    assert html.count('scope="row"') == len(rows)
    assert "<caption" in html
    assert 'scope="colgroup" colspan="2"' in html
    assert "text/plain" in bundle(shown)


def test_a_trace_comes_from_a_model_a_record_or_pyros_own_trace():
    record = expect.trace(crossing, seed=0)
    own = poutine.trace(poutine.condition(crossing, {n: record.sites[n].value for n in ("r", "c")})).get_trace()
    shown = show.trace(own)
    assert f"{record.log_density:.4f}" in shown.text
    assert f"{record.log_density:.4f}" in show.trace(record).text
    assert "log_prob" not in own.nodes["y"], "the given trace was changed"
    with pytest.raises(TypeError, match="a model or a trace"):
        show.trace(3)
