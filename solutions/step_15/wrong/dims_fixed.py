# ---
# title: The dims are written as numbers
# wrong: The plates own fixed dims, whatever the arguments say.
# caught_by: [dims_layout]
# hint: >-
#   Your plates always own the same dims. The caller may say which dims they are - are those arguments used
#   anywhere?
# ---

# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes, dim=-1):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with pyro.plate("N", n_cells, dim=-2):
            return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
