"""The back-office: Django's admin for reference data, pages of our own for results."""
