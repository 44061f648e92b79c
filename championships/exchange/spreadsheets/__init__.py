"""Tables as people keep them: CSV and XLSX read with line numbers and limits, and written so that no cell is a formula.

Nothing here knows what a table is about: `read_table` gives rows of text, `headings` finds columns by their names.
"""
