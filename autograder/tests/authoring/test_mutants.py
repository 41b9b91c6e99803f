"""The mutants of a cell: other programs that compile, with words for people left alone, each with its place."""

from __future__ import annotations

import ast

from autograder.authoring.mutants import mutants

MODEL = """
def model(data):
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", len(data), dim=-1):
        pyro.sample("y", dist.Normal(mu, 2.0), obs=data)
"""


def test_a_model_gets_the_mistakes_of_models():
    found = {mutant.operator for mutant in mutants("cell", MODEL)}
    assert found >= {
        "plate dropped",
        "obs dropped",
        "loc and scale swapped",
        "scale squared",
        "family changed",
        "to_event changed",
        "dims exchanged",
        "site renamed",
        "gradient cut",
        "n - 1 for n",
    }


def test_every_mutant_is_another_program_that_compiles():
    made = mutants("cell", MODEL)
    assert len({ast.dump(ast.parse(mutant.source)) for mutant in made} - {ast.dump(ast.parse(MODEL))}) == len(made)
    for mutant in made:
        compile(mutant.source, "mutant", "exec")


def test_a_mutant_that_does_not_compile_is_left_out(monkeypatch):
    def broken(node, place):
        yield ast.Name("1x", ast.Load())
        yield ast.Name("z", ast.Load())

    monkeypatch.setattr("autograder.authoring.mutants.OPERATORS", [("broken", (ast.Name,), broken)])
    assert [mutant.source for mutant in mutants("cell", "f(3)")] == ["z(3)"]


def test_words_for_people_are_left_alone():
    source = 'def f(n: "int") -> "int":\n    """Gives 3."""\n    raise ValueError(f"not {n + 1}", 2)\n'
    assert {mutant.operator for mutant in mutants("cell", source)} == {"raise removed"}


def test_a_mutant_says_where_it_stands():
    source = "class A:\n    def f(self):\n        # a comment\n        return 3\n"
    [mutant] = [m for m in mutants("cell", source) if m.operator == "constant changed"]
    assert (mutant.function, mutant.line, mutant.before, mutant.after) == ("A.f", 4, "return 3", "return 4")
    [moved] = [m for m in mutants("cell", "x = y\n\n\n" + source) if m.operator == "constant changed"]
    assert moved.line == 7
    assert moved.identity == mutant.identity
