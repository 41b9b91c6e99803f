# ---
# title: Each plate is made a second time
# wrong: A plate is a site with a name of its own, so a second plate of that name is an error.
# caught_by: [scale_grid]
# hint: >-
#   A plate is a site with a name, and a trace has room for every name once. Make each plate once, keep it in
#   a variable and enter that again.
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes, dim=-1):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_cells, dim=-2):
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_cells, dim=-2), pyro.plate("G", n_genes, dim=-1):
        return pyro.sample("y", dist.Normal(mu, nu), obs=data)
