"""The one app of Paddock. Its rooms and their doors: tests/architecture/doors.py."""
