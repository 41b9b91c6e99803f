# ---
# title: The data are turned round to fit the plates
# wrong: >-
#   The plates stay exchanged, the data are transposed on the way in and y on the way out, so the numbers
#   agree while the site y lies on its side.
# caught_by: [nested_grid]
# hint: >-
#   You turned the table until it fitted your plates. Leave the data as they are and change which plate is
#   outside - the site y itself must have a row for each cell.
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    turned = None if data is None else data.T
    with pyro.plate("G", n_genes, dim=-2):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells, dim=-1):
            y = pyro.sample("y", dist.Normal(mu, NOISE), obs=turned)
    return y.T
