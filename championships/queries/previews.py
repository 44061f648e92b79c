"""The preview of an event: everything on the page is computed or read from rows, never typed into a template.

`load_preview(year, slug, at=…)` answers None unless the preview is published by that instant. The tables, the stated
facts and the declared rows on the page are those *as published when the preview was* (`Preview.published_at`), so a
fact with a later `issued_at` does not show on it.

What the page reads, and the shape it expects (the numbers are those of the dossier's checklist):

- F1, F2, F5, F44 `Event` (dates, circuit, layout) and `Round` rows of every season that counts it; the penultimate and
  the last round are computed from the rounds of the season (cancelled events left out). Every event of both seasons
  needs its rounds, also the ones to come.
- F3 `StatedFact` FIRST_VISIT, `event` = this event. F4 `Event.layout.length_m` (+ `Layout.source`),
  `Circuit.country` (ISO code such as "ES", or the English name), `Circuit.character_fr/_en`.
- F6 computed from `Event.ends_on` of the round before, for each season.
- F7 `Highlight` rows (driver, one line each); their number and team come from the driver's `Entry` at this event.
- F8 `Preview.published_at`, aware.
- F9–F11, F13, F16, F19–F21, F34–F38, F43, F45 the season's tables at `published_at`. Wins: `DeclaredRow.wins`, else
  `StatedFact` SEASON_FIGURE with `driver`, `season`, value `{"name": "wins", "count": 3}` and, for a table of a class,
  `"table": "<table key>"`. A shared place: `DeclaredRow.place=7, tied=True`. The class tables are those whose rule has
  `may_appear.categories`; the rank in class of an overall row is looked up in them.
- F12 `StatedFact` AGE: `driver`, `on_date`, value `{"years": 19, "just_turned": true}`; the newest one on or before
  the day of the preview is shown with its date.
- F24 `StatedFact` ABSENCE: `driver`, `event` = this event (no `Entry` here). His number and team are those of his
  newest earlier `Entry`, or value `{"number": "81", "team": "<team slug>"}` where there is none.
- F25, F29, F30 `StatedFact` RETURN, OLDEST, DEBUT: `driver`, `event` = this event. NOTE: `driver`, `event`, and a
  sentence in `text_fr/_en`. Any of these facts may carry such a sentence.
- F26 the `Crew` of an earlier `Entry` of the same driver in the same year (two people in March, one in September); the
  page cites `Entry.source`. Where no meeting is known: `StatedFact` NOTE with `driver`, `season` and value
  `{"name": "shared_car", "with": ["matys-redcent"]}`.
- F27, F28 `Kinship` with `public=True`: `person` is the `relation` of `relative` (Fabien, father, Enzo). A tie between
  brothers is stored once.
- F31 the `Entry` with the same number at the newest earlier event, when its crew is somebody else.
- F33, F42 `Entry` (number, team) + `Crew` + `Participation` in the round of each season: two participations, both
  championships.
- F39 computed when the leader after every round so far is known, else `StatedFact` LEADER_SINCE: `driver`, `season`,
  value `{"round": 1}`.
- F40 `StatedFact` CLASS_WIN: `driver`, `event` = the earlier event (Imola), `season`, value
  `{"category": "gentleman"}`; with the class table's leader.
- F49 `StatedFact` POINTS_A_WIN: `season`, value `{"points": "20", "published_for": 2022}`; multiplied by the races left
  (`RoundSession` of kind race in the rounds from this event on; they must exist, without a time if none is known).

Every stated figure carries its `Source`; the sources are numbered in the order in which the page uses them, together
with `Preview.sources`.
"""
