"""Help articles, and the answer that quotes one or hands over."""
