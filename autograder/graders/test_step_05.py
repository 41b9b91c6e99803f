"""Hidden graders of step_05, inside a trace: shapes, scores, plates and arrows of programs that a student never saw."""

import torch

from autograder import expect, probes

NODES, EDGES = probes.Prop("step_05", "of_nodes"), probes.Prop("step_05", "of_edges")


def answers(both, name, programs):
    """What the function called `name` says of the entries of runs of programs: (program, student's, reference's)."""
    steps = [probes.call(NODES, (probes.Name(name), *program)) for program in programs]
    return list(zip((program[0] for program in programs), *both.sequence(*steps), strict=True))


def three(variant):
    """Programs with params, data, plates, parts of events; the last has no sample site."""
    crossings = variant.integer(3, 7)
    loads = variant.normal(3.0, 2.0, crossings)
    return [("ferry", crossings, loads), ("orchestra", variant.integer(2, 3), variant.integer(4, 6)), ("nothing",)]


def test_table(both, variant, credit):
    """site_table for runs of three other programs: names in order, observed or not, batch and event shapes."""
    tables = answers(both, "site_table", three(variant))
    for program, got, want in tables:
        what = f"the table of the program {program}"
        rows = isinstance(got, list) and all(isinstance(row, dict) for row in got)
        expect.that(rows, f"{what} is not a list of dictionaries.", code="rows")
        expect.equal([row.get("name") for row in got], [row["name"] for row in want], f"the list of names in {what}")
    credit(1 / 3)
    for program, got, want in tables:
        for mine, theirs in zip(got, want, strict=True):
            for key in ("observed", "batch_shape", "event_shape"):
                what = f"'{key}' of '{theirs['name']}' in the table of {program}"
                expect.equal(mine.get(key), theirs[key], what, code=f"{key}:{theirs['name']}")
            expect.dictionary(mine, f"a row of the table of {program}", theirs)


def test_score_plain(both, variant):
    """log_prob_sum for runs of three other programs, without weights and masks."""
    for program, got, want in answers(both, "log_prob_sum", three(variant)):
        expect.number(got, f"what log_prob_sum returned for a run of {program}")
        expect.close(got, want, f"what log_prob_sum returned for a run of {program}", atol=1e-3)


def test_score_weights(both, variant, credit):
    """log_prob_sum where terms are scaled, where a part of a plate was picked, and where terms are masked."""
    rows = variant.integer(8, 12)
    data = variant.normal(0.0, 1.5, 4, 3)
    data[:, 1] = 1e30  # far out: its term is minus infinity, and masked
    programs = [
        ("scaled", variant.uniform(0.2, 0.8), variant.normal(0.0, 2.0, variant.integer(3, 6))),
        ("picked", variant.integer(2, 4), variant.normal(0.0, 1.5, rows, 3), variant.uniform(1.5, 3.0)),
        ("masked", data, torch.tensor([True, False, True])),
    ]
    scores = answers(both, "log_prob_sum", programs)
    for program, got, want in scores[:2]:
        expect.close(got, want, f"what log_prob_sum returned for a run that is {program}", atol=1e-3)
    credit(1 / 3)
    for program, got, want in scores[2:]:
        expect.close(got, want, f"what log_prob_sum returned for a run that is {program}", atol=1e-3)


def test_plates_found(both, variant, credit):
    """plates_of for runs of six other programs: which plates, which sites on them, dims and sizes."""
    rows = variant.integer(8, 12)
    programs = three(variant)
    programs += [("picked", variant.integer(2, 4), variant.normal(0.0, 1.5, rows, 3), 2.0)]
    programs += [("masked", variant.normal(0.0, 1.5, 4, 3), torch.tensor([True, False, True]))]
    boats, legs = variant.integer(4, 6), 2
    programs += [("regatta", boats, legs, variant.normal(3.0, 1.0, 3, legs, boats))]
    found = answers(both, "plates_of", programs)
    for program, got, want in found:
        expect.dictionary(got, f"what plates_of returned for {program}", want, code="plates")
        for name, plate in got.items():
            expect.dictionary(plate, f"what plates_of has for the plate '{name}' of {program}", code="plate")
        for name, plate in want.items():
            what = f"the list of sites on the plate '{name}' of {program}"
            expect.equal(got[name].get("sites"), plate["sites"], what)
    credit(1 / 3)
    for program, got, want in found:
        for name, plate in want.items():
            for key in ("dim", "size", "taken"):
                expect.equal(got[name].get(key), plate[key], f"'{key}' of the plate '{name}' of {program}")
            expect.dictionary(got[name], f"what plates_of has for the plate '{name}' of {program}", plate)


def test_edges_found(both, variant):
    """edges_of for five other models: the arrows that are found, and the values afterwards."""
    x = variant.uniform(0.5, 1.5)
    # in another order than in the program
    chain = {name: torch.tensor(variant.uniform(0.3, 1.5)) for name in "cadb"}
    fork = {name: variant.uniform(0.5, 2.0, 4) for name in ("right", "end", "left")}
    fork |= {name: torch.tensor(variant.uniform(0.5, 2.0)) for name in ("top", "other", "shape")}
    alone = {name: torch.tensor(variant.uniform(-1.0, 1.0)) for name in ("tails", "heads")}
    narrow = {"tip": torch.tensor(variant.uniform(0.02, 0.08)), "till": torch.tensor(variant.uniform(0.0, 1.0))}
    fan = {name: torch.tensor(variant.uniform(0.3, 1.5)) for name in ("third", "hub", "last", "first", "second")}
    models = {"chain": chain, "fork": fork, "alone": alone, "narrow": narrow, "fan": fan}
    steps = [probes.call(EDGES, (probes.Name("edges_of"), name, x, values)) for name, values in models.items()]
    got, want = both.sequence(*steps)

    for (model, values), mine, theirs in zip(models.items(), got, want, strict=True):
        pairs = isinstance(mine["edges"], list) and all(
            isinstance(edge, list) and len(edge) == 2 and all(isinstance(name, str) for name in edge)
            for edge in mine["edges"]
        )
        expect.that(pairs, f"edges_of did not return a list of pairs of names for the model {model}.", code="pairs")
        found = [tuple(edge) for edge in mine["edges"]]
        expect.that(len(found) == len(set(found)), f"An arrow of the model {model} comes twice.", code="twice")
        wanted = {tuple(edge) for edge in theirs["edges"]}
        missing, more = sorted(wanted - set(found)), sorted(set(found) - wanted)
        expect.that(not missing, f"edges_of misses an arrow of the model {model}.", code=f"missing:{model}")
        expect.that(not more, f"edges_of finds an arrow in the model {model} that is not there.", code=f"more:{model}")
        for name, value in values.items():
            expect.close(mine["values"][name], value, f"the value of '{name}' after edges_of", code="values")
