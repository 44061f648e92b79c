"""Season packages: one folder that holds one season as plain files. docs/season-packages.md tells the format.

- `reading.read_package(folder)`: files -> `Package`, or `PackageRefused` with file, line and reason of every fault.
- `collecting.collect_package(season)`: the same value from the tables.
- `comparing.find_differences(stored, given)`: what a corrected package changes.
- `importing.import_package(folder, …)`: one transaction, through `officiating.packages`.
- `exporting.export_season(slug, folder)`: the files, and what they cannot carry.
"""
