# ---
# title: Summed along one dim
# wrong: >-
#   sum(0) leaves a row for tables of two dims, and item fails.
# caught_by: [kl_of_tables]
# hint: >-
#   Your function works for a single row. The text says of how many dims a table may be: over which of them do you
#   sum?
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    terms = torch.where(q > 0.0, q * (torch.where(q > 0.0, q, 1.0) / p).log(), 0.0)
    return terms.sum(0).item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
