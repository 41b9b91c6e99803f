# ---
# title: Every table is as likely
# wrong: >-
#   The numbers of guests are not looked at: each table has the weight 1.
# caught_by: [seat_law]
# hint: >-
#   A full table draws more than an empty one. What do your odds know of who sits where?
# ---

# %% grade_id="seat"
def expected_tables(n, alpha):
    return float(sum(alpha / (alpha + i) for i in range(n)))


def seat(n, alpha, seed):
    generator = torch.Generator().manual_seed(seed)
    guests, tables = [], []
    for _ in range(n):
        odds = torch.tensor([*([1.0] * len(guests)), alpha])
        table = int(torch.multinomial(odds, 1, generator=generator))
        if table == len(guests):
            guests.append(0)
        guests[table] += 1
        tables.append(table)
    return tables
