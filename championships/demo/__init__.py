"""The demonstration's data: files only, no code. `exchange.demo` reads them.

- `sources.toml`: every page a Mitjet fact was read in, and every deduction with its reasoning.
- `mitjet/`: the Mitjet 2025 season, only what is published. An unknown is left out, never filled in.
- `coupe/`: the "Coupe de démonstration", an invented club season: its people, teams and circuits do not exist.
"""
