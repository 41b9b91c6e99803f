# ---
# title: The model returns nothing
# wrong: >-
#   The value of y is drawn and not returned.
# caught_by: [dims_grid, dims_layout]
# hint: >-
#   The sites are right. What does a Python function give to its caller when it ends without the word that
#   hands something back?
# ---

# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes, cell_dim, gene_dim)
    with pyro.plate("G", n_genes, dim=gene_dim):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells, dim=cell_dim):
            pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
