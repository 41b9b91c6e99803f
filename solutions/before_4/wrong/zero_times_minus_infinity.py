# ---
# title: Zero times minus infinity
# wrong: >-
#   The terms where q is 0 are computed, and are not a number.
# caught_by: [kl_of_tables]
# hint: >-
#   Your answer is not a number as soon as the first table has a zero. What never comes adds nothing: leave these
#   entries out before you take logarithms.
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    return (q * (q / p).log()).sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
