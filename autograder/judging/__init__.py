"""One submission: its notebook repaired, its graders asked, verdicts, outcomes and hints. No nbgrader, no gradebook."""
