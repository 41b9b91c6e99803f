# ---
# title: to_event in place of the plate of the genes
# wrong: The genes of y are an event dimension, so only the cells are declared independent.
# caught_by: [nested_grid]
# hint: >-
#   to_event takes a dimension away from the plates - the genes become parts of one big value. Here every
#   entry of the table stands for itself, so which plates must be open when y is drawn?
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("N", n_cells):
        return pyro.sample("y", dist.Normal(mu.expand(n_cells, n_genes), NOISE).to_event(1), obs=data)
