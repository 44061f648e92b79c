"""Files of timing systems: read, matched to the entry list, compared with what stands. Nothing here is published.

    bytes ──reading──► Reading (cars, laps, announcements, faults)
          ──matching─► which entry each car is, or a question to a person
          ──merging──► the lines a draft would get, and how they differ from what stands

Everything up to there is pure; `dry_run` fetches what it needs and `officiating.timing` alone writes.
docs/timing-files.md tells the formats.
"""
