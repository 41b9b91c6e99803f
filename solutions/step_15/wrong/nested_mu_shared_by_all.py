# ---
# title: One mu for the whole table
# wrong: mu is drawn before any plate is open, so all genes share it.
# caught_by: [nested_grid]
# hint: >-
#   A value drawn outside every plate is drawn once, and the whole table shares it. Where does the story say
#   that there is a level for each gene?
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with pyro.plate("G", n_genes), pyro.plate("N", n_cells):
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
