# ---
# title: nu is drawn and never used
# wrong: The scale of y is still the constant, so the data say nothing about nu.
# caught_by: [scale_grid]
# hint: >-
#   nu is drawn, but does y depend on it? A latent that no other site uses learns nothing from the data.
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes, dim=-1)
    cells = pyro.plate("N", n_cells, dim=-2)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells:
        pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
