"""Charts drawn on the server: pure functions that turn figures into frozen, finished drawings.

A drawing holds every coordinate as text, ready for a template: across in per cent of the width, down in pixels, so
that a curve stretches with the page and its text keeps its size from 360 to 1440 px without a script.
`templates/charts/` prints it with a title, a description, and the same figures in a table; `static/css/charts.css`
gives it its looks.

    draw_lines(...)   figures that grow: points race by race           → charts/lines.html
    draw_gap(...)     distance to the leader, who is the line on top   → charts/lines.html
    draw_bump(...)    places, the first on top                         → charts/lines.html
    draw_duel(...)    the gap between two, on both sides of zero       → charts/duel.html
    draw_pairs(...)   two places a race, as paired marks               → charts/pairs.html

What is not known is None: a line breaks there, and where nobody's figure is known the stretch is shaded, with words.
"""

from championships.public.charts.duels import draw_duel, draw_pairs
from championships.public.charts.lines import draw_bump, draw_gap, draw_lines
from championships.public.charts.values import Drawing, Figures, Heading, Series, Stop

__all__ = [
    "Drawing",
    "Figures",
    "Heading",
    "Series",
    "Stop",
    "draw_bump",
    "draw_duel",
    "draw_gap",
    "draw_lines",
    "draw_pairs",
]
