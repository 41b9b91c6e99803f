# ---
# title: nu is expanded although the plate does it already
# wrong: >-
#   nu is an event of n_cells values in a plate of n_cells entries - the square of the numbers that are
#   wanted.
# caught_by: [scale_grid]
# hint: >-
#   The plate repeats what you draw in it. How many values does nu have after you expanded it as well? Print
#   its shape.
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes, dim=-1)
    cells = pyro.plate("N", n_cells, dim=-2)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells:
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0).expand([n_cells]).to_event(1))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, nu[:, :, :1].squeeze(-1)), obs=data)
