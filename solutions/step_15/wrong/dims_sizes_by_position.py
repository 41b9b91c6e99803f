# ---
# title: The sizes are read off the default dimensions
# wrong: >-
#   The plates own the right dims, but the sizes are taken from the data as if they always had cells down and
#   genes across.
# caught_by: [dims_layout]
# hint: >-
#   The plates are in the right places, but look at their sizes when the table lies on its side. From which
#   dimension of the data must the number of cells be read?
# ---

# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes, dim=gene_dim):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells, dim=cell_dim):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
