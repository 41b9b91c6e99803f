# ---
# title: The first guest may fail to open a table
# wrong: >-
#   The sum runs from 1 to n.
# caught_by: [tables_expected]
# hint: >-
#   With which probability does the first guest open a table, when nobody sits there yet?
# ---

# %% grade_id="seat"
def expected_tables(n, alpha):
    return float(sum(alpha / (alpha + i) for i in range(1, n + 1)))


def seat(n, alpha, seed):
    generator = torch.Generator().manual_seed(seed)
    guests, tables = [], []
    for _ in range(n):
        odds = torch.tensor([*guests, alpha])
        table = int(torch.multinomial(odds, 1, generator=generator))
        if table == len(guests):
            guests.append(0)
        guests[table] += 1
        tables.append(table)
    return tables
