# ---
# title: Every plate is kept in a variable and told its dim
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    cells = pyro.plate("N", n_cells, dim=-2)
    genes = pyro.plate("G", n_genes, dim=-1)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(torch.ones(n_genes), 1.0))
    with genes, cells:
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes, cell_dim=cell_dim, gene_dim=gene_dim)
    cells = pyro.plate("N", n_cells, dim=cell_dim)
    genes = pyro.plate("G", n_genes, dim=gene_dim)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
    with cells, genes:
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    cells = pyro.plate("N", n_cells, dim=-2)
    genes = pyro.plate("G", n_genes, dim=-1)
    with cells:
        nu = pyro.sample("nu", dist.Gamma(1.0, 1.0))
        with genes:
            scale = nu.expand(n_cells, n_genes)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        with cells:
            return pyro.sample("y", dist.Normal(mu.expand(n_cells, n_genes), scale), obs=data)
