# ---
# title: The arguments decide the sizes although data are given
# wrong: n_cells and n_genes win over the shape of the data.
# caught_by: [nested_sizes]
# hint: >-
#   When data are given, they decide how large the plates are, whatever the other arguments say. Where do
#   your plates get their sizes?
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    if n_cells is None or n_genes is None:
        n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
