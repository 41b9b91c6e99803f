# ---
# title: A scale for every gene
# wrong: nu is drawn in the plate of the genes.
# caught_by: [scale_grid]
# hint: >-
#   Some cells were measured badly, not some genes. In which plate must nu be drawn?
# ---

# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    genes = pyro.plate("G", n_genes, dim=-1)
    cells = pyro.plate("N", n_cells, dim=-2)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, nu), obs=data)
