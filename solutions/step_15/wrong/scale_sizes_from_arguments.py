# ---
# title: The arguments of scale_model win over its data
# wrong: n_cells and n_genes win over the shape of the data.
# caught_by: [scale_grid]
# hint: >-
#   When data are given, they decide how large the plates are, whatever the other arguments say. Where do
#   your plates get their sizes?
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    if n_cells is None or n_genes is None:
        n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes, dim=-1)
    cells = pyro.plate("N", n_cells, dim=-2)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells:
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, nu), obs=data)
