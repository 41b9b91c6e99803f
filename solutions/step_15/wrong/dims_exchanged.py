# ---
# title: Each plate owns the dim of the other
# wrong: cell_dim is given to the genes and gene_dim to the cells.
# caught_by: [dims_grid, dims_layout]
# hint: >-
#   Follow each of the two dims from the argument to the plate that gets it. Whose dim has each plate been
#   given?
# ---

# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes, cell_dim, gene_dim)
    with pyro.plate("G", n_genes, dim=cell_dim):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells, dim=gene_dim):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
