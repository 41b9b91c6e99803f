# ---
# title: A missing size becomes one
# wrong: No ValueError when a size is missing - the model invents it.
# caught_by: [nested_sizes]
# hint: >-
#   When nothing says how large the table is, a model that guesses hides the mistake of its caller. What did
#   the text ask for in that case?
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = (n_cells or 1, n_genes or 1) if data is None else data.shape
    with pyro.plate("G", n_genes):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
