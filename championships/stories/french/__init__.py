"""The sentences in French: grammar, names of places and things, and phrases for every kind of fact."""
