# ---
# title: The default dims are exchanged
# wrong: Right whenever the dims are given, but the defaults read a table [N, G] as [G, N].
# caught_by: [dims_grid]
# hint: >-
#   The model is right when it is told the dims. Compare the defaults in your first line with those in the
#   text.
# ---

# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-1, gene_dim=-2):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes, cell_dim, gene_dim)
    with pyro.plate("G", n_genes, dim=gene_dim):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells, dim=cell_dim):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
