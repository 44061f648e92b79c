"""From results and declared rules to exact tables. Pure: no Django, no clock, no files, no chance, no floats.

Everything here is a function of frozen values: `facts` (what was in force at an instant) and `rules`
(a rule book as data) go in, awards and standings with their reasons come out.

1. **Classification** (`classification.classify`). A sheet with stated places is taken as it is, holes
   and equal places included; a timing sheet is ranked by laps, then time, and the classification rule
   says who is classified. The decisions in force work on top, whatever the order they came in.
   `rank_participants` then gives the places inside one championship.
2. **Points of a session** (`points.award`), for each table. `eligibility` answers who appears, who may
   score and which place counts; `takings` reads the place points (shared cars, decisions); `bonuses`
   finds the holders; `settling` chooses the best of several results and the best M cars. Every award
   keeps its parts: place points, each bonus, factor, share, the document of a decision.
3. **The season** (`standings.compute`), in one pass. `timeline` puts the sessions in running order,
   `records` keeps one competitor's season as whole numbers over the common denominator of all points,
   so adding is exact and quick. After each session a table is written: gross points, less the results
   dropped (`counting`), less deductions. Those level on points go through the tie-break chain
   (`tiebreaks`): what is still level shares the place, and the next number is skipped. Exclusions and
   missing starts put a mark in the place of the number.
4. **Declared tables** (`declared`), published elsewhere, replace everything computed up to their
   session. With complete totals they are continued; otherwise they stay and name what they lack.
   A rule book that is a hypothesis never gives points: under it only declared tables stand.

A worked example. 10-6-4 points; the best two of three results count; ties by countback.

    ========  =======  =======  =======  =====  =======  ===
    driver    round 1  round 2  round 3  gross  dropped  net
    ========  =======  =======  =======  =====  =======  ===
    Ada       1st: 10  3rd: 4   2nd: 6   20     4        16
    Basile    2nd: 6   1st: 10  -        16     -        16
    Cléo      3rd: 4   2nd: 6   1st: 10  20     4        16
    ========  =======  =======  =======  =====  =======  ===

All three have 16 points and one win. Second places: one each. Third places, of dropped results too:
Ada one, Basile none, Cléo one. So Basile is third, and Ada and Cléo share the first place: 1, 1, 3.
With the further step "earliest" Ada stands first, for her win came in round 1 and Cléo's in round 3.

Names of files tell the room a figure comes from; each file imports only what comes before it:
`vocabulary`, `facts`, `rules`, `rulebook/`, `checks`, `session_checks`, `runners`, `classification`, `parts`,
`eligibility`, `bonuses`, `takings`, `settling`, `overrides`, `points`, `points_checks`, `records`,
`tiebreaks`, `counting`, `tables`, `timeline`, `declared`, `transfers`, `so_far`, `season`, `standings`.
"""
