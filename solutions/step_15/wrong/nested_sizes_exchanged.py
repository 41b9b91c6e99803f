# ---
# title: The two sizes change places
# wrong: Right in everything but the order of the two sizes, so it works only when N == G.
# caught_by: [nested_grid, nested_sizes]
# hint: >-
#   Your plates are in the right places, but look at the size of each one. In which order does table_sizes
#   return its two numbers?
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_genes, n_cells = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
