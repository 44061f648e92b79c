"""Figures, dates and names as text, in French and in English. Pure: no request, no database, no clock.

Every function takes the language as an argument (`"fr"` or `"en"`; anything else is written as English),
so that the same value can be tested in both. The template filters over them are in
`championships/templatetags/paddock.py`.
"""
