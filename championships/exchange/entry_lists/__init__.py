"""Entry lists as files: read from any spreadsheet with a dry run first, written as CSV, XLSX and for MYLAPS Orbits.

A file is never believed about people: a name nobody has a record of, or that two people bear, is a question.
"""
