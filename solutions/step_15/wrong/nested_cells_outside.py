# ---
# title: The plate of the cells is the outer one
# wrong: >-
#   The broken model as it was given - N owns dim -1, mu is per cell, and only square tables pass in silence.
# caught_by: [nested_grid, nested_sizes]
# hint: >-
#   The outer plate takes the rightmost dim. Which of your two plates is the outer one, and which of the two
#   lies in the last dimension of the table? Draw the model on a table that is not square.
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("N", n_cells):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("G", n_genes):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
