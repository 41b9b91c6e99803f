# ---
# title: Plates in variables without dims collide
# wrong: Each plate takes dim -1 when it is entered alone, so the two collide as soon as both are open.
# caught_by: [scale_grid]
# hint: >-
#   Two plates that are open together need two different dims. A plate owns the dim that it is told, and the
#   rightmost free one when it is told none. Which dim does each of yours own, and which should it?
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes)
    cells = pyro.plate("N", n_cells)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells:
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, nu), obs=data)
