"""Rows ⇄ scoring values. Decides nothing, writes nothing; read by officiating, queries and exchange.

- `seasons.load_seasons(season_ids, at=)`: everything in force at an instant, in a fixed number of queries.
- `sheets.load_sheet(sheet)`: one sheet, drafts included, as the core reads it.
- `explanations`: parts of awards, dropped results and tie steps as JSON, and back.
- `values`: what `load_seasons` gives.
"""
