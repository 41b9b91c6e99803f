# ---
# title: The place that nu held open is squeezed away
# wrong: >-
#   nu loses its dim of length 1, lines up with the genes, and only square tables run - with the wrong
#   density.
# caught_by: [scale_grid]
# hint: >-
#   The dim of length 1 in nu holds a place open. What do the values of nu line up with after you took that
#   dim away - the rows or the columns?
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
        return pyro.sample("y", dist.Normal(mu, nu.squeeze(-1)), obs=data)
