"""Measures: the same parts as in chat, on held-out data, beside trivial baselines."""
