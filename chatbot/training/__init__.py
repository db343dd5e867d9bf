"""From learning material to an adapter: recipe, examples, mixture, loop. The only room that changes weights."""
