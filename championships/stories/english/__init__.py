"""The sentences in English: grammar, names of places and things, and phrases for every kind of fact."""
