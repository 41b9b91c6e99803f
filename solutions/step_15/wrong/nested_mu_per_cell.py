# ---
# title: A mu for every cell
# wrong: The dims are right, but mu is drawn in the plate of the cells, so a row shares it and not a column.
# caught_by: [nested_grid]
# hint: >-
#   The table has the right shape, but who shares a mu in your model, a row or a column? Look at the plate
#   that is open when mu is drawn.
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("N", n_cells, dim=-2):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("G", n_genes, dim=-1):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
