# ---
# title: A new table with the same probability for each guest
# wrong: >-
#   alpha/(1 + alpha), however many guests there are.
# caught_by: [seat_law]
# hint: >-
#   The more guests sit already, the less likely is a new table. In your restaurant the door is as wide for the last
#   guest as for the second. By what are the weights to be divided?
# ---

# %% grade_id="seat"
def expected_tables(n, alpha):
    return float(sum(alpha / (alpha + i) for i in range(n)))


def seat(n, alpha, seed):
    generator = torch.Generator().manual_seed(seed)
    guests, tables = [], []
    for _ in range(n):
        odds = torch.tensor([*(count / sum(guests) for count in guests), alpha])
        table = int(torch.multinomial(odds, 1, generator=generator))
        if table == len(guests):
            guests.append(0)
        guests[table] += 1
        tables.append(table)
    return tables
