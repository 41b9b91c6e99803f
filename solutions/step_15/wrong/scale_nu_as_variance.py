# ---
# title: nu is taken for a variance
# wrong: The square root of nu is the scale.
# caught_by: [scale_grid]
# hint: >-
#   The shapes are right, so look at the second argument of the Normal. Does Pyro want a variance or a scale
#   there, and what is nu?
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes, dim=-1)
    cells = pyro.plate("N", n_cells, dim=-2)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells:
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, nu.sqrt()), obs=data)
