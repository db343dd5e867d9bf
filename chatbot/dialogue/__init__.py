"""What a message means and what to answer: linking, constraints over turns, one handler per intent."""
