# ---
# title: Distributions that already have the shape of their plates, and Gamma(1, 1) as an exponential
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    rows, columns = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", columns):
        mu = pyro.sample("mu", dist.Exponential(torch.ones(columns)))
        with pyro.plate("N", rows):
            y = pyro.sample("y", dist.Normal(mu, NOISE).expand([rows, columns]), obs=data)
    return y


# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes, cell_dim, gene_dim)
    column = [n_genes] if gene_dim == -1 else [n_genes, 1]
    plates = {"N": pyro.plate("N", n_cells, dim=cell_dim), "G": pyro.plate("G", n_genes, dim=gene_dim)}
    with plates["G"]:
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0).expand(column))
        with plates["N"]:
            y = pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    return y


# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    rows, columns = table_sizes(data, n_cells, n_genes)
    genes, cells = pyro.plate("G", columns, dim=-1), pyro.plate("N", rows, dim=-2)
    with genes:
        mu = pyro.sample("mu", dist.Gamma(torch.ones(columns), torch.ones(columns)))
    with cells:
        nu = pyro.sample("nu", dist.Exponential(torch.ones(rows, 1)))
    loc, scale = torch.broadcast_tensors(mu, nu)
    with genes, cells:
        return pyro.sample("y", dist.Normal(loc, scale), obs=data)
