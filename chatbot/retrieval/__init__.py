"""From texts to vectors to candidates."""
