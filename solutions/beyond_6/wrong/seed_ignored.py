# ---
# title: The seed is ignored
# wrong: >-
#   The global generator is used.
# caught_by: [seat_law]
# hint: >-
#   Call it twice with one seed, and draw something in between. Where does the chance of your evening come from?
# ---

# %% grade_id="seat"
def expected_tables(n, alpha):
    return float(sum(alpha / (alpha + i) for i in range(n)))


def seat(n, alpha, seed):
    guests, tables = [], []
    for _ in range(n):
        odds = torch.tensor([*guests, alpha])
        table = int(torch.multinomial(odds, 1))
        if table == len(guests):
            guests.append(0)
        guests[table] += 1
        tables.append(table)
    return tables
