# ---
# title: A large alpha keeps guests together
# wrong: >-
#   The odds of a new table are 1/alpha.
# caught_by: [seat_law]
# hint: >-
#   Turn alpha up: should there be more tables, or fewer?
# ---

# %% grade_id="seat"
def expected_tables(n, alpha):
    return float(sum(alpha / (alpha + i) for i in range(n)))


def seat(n, alpha, seed):
    generator = torch.Generator().manual_seed(seed)
    guests, tables = [], []
    for _ in range(n):
        odds = torch.tensor([*guests, 1.0 / alpha])
        table = int(torch.multinomial(odds, 1, generator=generator))
        if table == len(guests):
            guests.append(0)
        guests[table] += 1
        tables.append(table)
    return tables
