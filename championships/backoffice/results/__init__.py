"""The entry of results as a form: what is typed, what it means, and what was stored meanwhile by somebody else."""
