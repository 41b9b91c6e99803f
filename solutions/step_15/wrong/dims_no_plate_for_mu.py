# ---
# title: mu is expanded and stands in no plate
# wrong: mu has a value per gene but no plate says so, and it has no place left for the cells.
# caught_by: [dims_grid, dims_layout]
# hint: >-
#   expand makes several values, but it does not tell Pyro that they are independent, nor which dim they own.
#   In which plate should mu be drawn?
# ---

# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes, cell_dim, gene_dim)
    mu = pyro.sample("mu", dist.Gamma(1.0, 1.0).expand([n_genes]).to_event(1))
    level = mu if gene_dim == -1 else mu.unsqueeze(-1)
    with pyro.plate("G", n_genes, dim=gene_dim), pyro.plate("N", n_cells, dim=cell_dim):
        return pyro.sample("y", dist.Normal(level, NOISE), obs=data)
