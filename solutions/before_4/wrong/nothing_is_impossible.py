# ---
# title: What p cannot have is passed over
# wrong: >-
#   Entries where p is 0 are left out too, so the result is never infinite.
# caught_by: [kl_of_tables]
# hint: >-
#   You leave out what the second table calls impossible. But if the first one draws just that? No ratio is large
#   enough for it.
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    possible = (q > 0.0) & (p > 0.0)
    return (q[possible] * (q[possible] / p[possible]).log()).sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
