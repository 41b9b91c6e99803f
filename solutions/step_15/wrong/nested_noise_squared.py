# ---
# title: The noise is squared
# wrong: >-
#   NOISE ** 2, a variance, where Normal takes the standard deviation.
# caught_by: [nested_grid]
# hint: >-
#   Everything stands in its place; look at the second argument of the Normal of y. Is NOISE a variance or a
#   scale, and which of the two does Pyro want there?
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells):
            return pyro.sample("y", dist.Normal(mu, NOISE**2), obs=data)
