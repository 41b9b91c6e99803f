"""Hidden graders of step_15: nested plates. Letters: N cells, G genes; a table is [N, G] unless it lies on its side."""

from autograder import expect

ON_ITS_SIDE = {"cell_dim": -1, "gene_dim": -2}  # a table [G, N]


def tables(variant):
    """Three tables [N, G]: a square one, where exchanged dims pass unnoticed, a high one, and a broad one."""
    short, side = variant.integer(2, 4), variant.integer(3, 5)
    long = short + variant.integer(2, 4)
    sizes = ((side, side), (long, short), (short + 1, long + 1))
    return [variant.normal(2.0, 1.5, n_cells, n_genes) for n_cells, n_genes in sizes]


def places(both, name, sizes, layout=None):
    """Where every site stands when it is drawn: its plates, their dims and sizes, its shapes; and that y is returned.

    Without data first: no mistake about plates raises there, so the message can name the site that is misplaced.
    """
    kwargs = [{"n_cells": n_cells, "n_genes": n_genes} | (layout or {}) for n_cells, n_genes in sizes]
    for mine, theirs in [both.trace(name, (), one) for one in kwargs]:
        expect.structure(mine, theirs)
        expect.close(mine.returned, mine.sites["y"].value, f"what {name} returned, held against its site y")


def densities(both, name, tables, points, layout=None):
    """The log density of every site of observed tables, with the latents held at the points; and whether it can be
    followed: a latent that is detached on its way to y has the right density, and no training finds its posterior.
    """
    asked = zip(tables, points, strict=True)
    pairs = [both.density(name, (data,), layout, values=values) for data, values in asked]
    for data, (got, want) in zip(tables, pairs, strict=True):
        expect.structure(got, want)
        expect.density(got, want)
        expect.close(got.returned, data, f"what {name} returned, held against the data that it was given")
    for factor in (0.05, 30.0):  # near zero, and far out
        held = {site: factor * value for site, value in points[0].items()}
        expect.structure(*both.density(name, (tables[0],), layout, values=held))
    # last, because a model with wrong densities has a better message above
    expect.slopes(*both.slopes(name, (tables[-1],), layout, values=points[-1]), rtol=1e-3)


def missing_sizes(student, name):
    """Every way to leave a size out: gives each call, as text, and what the student's model raised there."""
    raised = {}
    for kwargs in ({}, {"n_cells": 4}, {"n_genes": 3}):
        call = f"{name}({', '.join(f'{key}={value}' for key, value in kwargs.items())})"
        raised[call] = student.error(name, (), kwargs)
    return raised


def all_value_errors(raised):
    """Each of those calls raised a ValueError."""
    for call, got in raised.items():
        expect.raised(got, "ValueError", call)


def test_nested_grid(both, variant):
    """One mu per gene, one y per entry: plates, shapes and densities on new tables, square, high and broad."""
    made = tables(variant)
    places(both, "nested_model", [tuple(data.shape) for data in made])
    points = [{"mu": variant.uniform(0.4, 3.0, data.shape[1])} for data in made]
    densities(both, "nested_model", made, points)


def test_nested_sizes(both, student, variant):
    """When data are given they decide the sizes; when nothing says a size, that is a ValueError."""
    data = tables(variant)[1]
    other = {"n_cells": data.shape[0] + 2, "n_genes": data.shape[1] + 1}
    raised = missing_sizes(student, "nested_model")
    got, want = both.trace("nested_model", (data,), other)
    all_value_errors(raised)
    for plate in ("N", "G"):
        follows = plate in got.sites and got.sites[plate].size == want.sites[plate].size
        message = f"Data and n_cells, n_genes disagreed, and plate '{plate}' did not take its size from the data."
        expect.that(follows, message, code=f"size_{plate}", look="The two sizes, before a plate is made.")


def test_dims_grid(both, student, variant):
    """dims_model called without dims: plates, shapes, densities and sizes on new tables, square, high, broad."""
    made = tables(variant)
    places(both, "dims_model", [tuple(data.shape) for data in made])
    points = [{"mu": variant.uniform(0.4, 3.0, data.shape[1])} for data in made]
    raised = missing_sizes(student, "dims_model")
    densities(both, "dims_model", made, points)
    all_value_errors(raised)


def test_dims_layout(both, variant):
    """dims_model with the dims given: tables [G, N] that lie on their side, new sizes, square ones too."""
    made = tables(variant)
    places(both, "dims_model", [tuple(data.shape) for data in made], ON_ITS_SIDE)
    turned = [data.T.contiguous() for data in made]
    points = [{"mu": variant.uniform(0.4, 3.0, data.shape[1], 1)} for data in made]
    other = ON_ITS_SIDE | {"n_cells": made[1].shape[0] + 1, "n_genes": made[1].shape[1] + 2}
    densities(both, "dims_model", turned, points, ON_ITS_SIDE)
    densities(both, "dims_model", turned[1:2], points[1:2], other)
    upright = {"cell_dim": -2, "gene_dim": -1}
    densities(both, "dims_model", made[1:2], [{"mu": points[1]["mu"][:, 0]}], upright)


def test_scale_grid(both, student, variant):
    """One mu per gene, one nu per cell: plates, shapes, densities, sizes on new tables, square, high, broad."""
    made = tables(variant)
    places(both, "scale_model", [tuple(data.shape) for data in made])
    raised = missing_sizes(student, "scale_model")
    points = [
        {"mu": variant.uniform(0.4, 3.0, data.shape[1]), "nu": variant.uniform(0.4, 3.0, data.shape[0], 1)}
        for data in made
    ]
    densities(both, "scale_model", made, points)
    other = {"n_cells": made[1].shape[0] + 2, "n_genes": made[1].shape[1] + 1}
    densities(both, "scale_model", made[1:2], points[1:2], other)
    all_value_errors(raised)
