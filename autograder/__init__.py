"""Exercises and an autograder for teaching probabilistic programming with Pyro."""
