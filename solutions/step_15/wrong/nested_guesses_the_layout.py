# ---
# title: The model turns a table that is broader than high
# wrong: >-
#   Cells are taken to be more than genes, so a table with more columns than rows is turned round before it
#   is observed.
# caught_by: [nested_grid]
# hint: >-
#   Your model decides from the numbers which side of the table the cells are on. The text says it once and
#   for all - try a table with more genes than cells.
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    if n_genes > n_cells:
        data, n_cells, n_genes = None if data is None else data.T, n_genes, n_cells
    with pyro.plate("G", n_genes):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
