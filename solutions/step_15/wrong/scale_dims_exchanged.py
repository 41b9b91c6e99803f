# ---
# title: The genes own the dim of the cells
# wrong: The two plates have each other's dim, so the table lies on its side.
# caught_by: [scale_grid]
# hint: >-
#   Print the shapes of mu and nu. The genes are the columns of the table - which dim is that, counted from
#   the right?
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes, dim=-2)
    cells = pyro.plate("N", n_cells, dim=-1)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells:
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, nu), obs=data)
