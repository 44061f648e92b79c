"""What is worth telling about a season: pure functions over a frozen picture of it.

No Django, no clock, no database: a picture goes in, facts with the figures that prove them come out.
"""
