"""Counts a season again from its files, by other means than the program: what drafts and titles are held against.

Nothing of `championships` is imported here. Points come from `points_official`, tables from the official files.
"""

import csv
import json
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

type Key = tuple[int, str]  # round and session

NOT_STARTED = frozenset(("DNS", "DNQ", "DNPQ", "DNP", "EX"))


class Recount:
    """One season folder."""

    def __init__(self, folder: Path) -> None:
        self.rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
        self.results = _rows(folder / "results.csv")
        rounds = _rows(folder / "rounds.csv")
        self.order: list[Key] = [(int(row["round"]), row["session"]) for row in rounds]
        self.rounds = sorted({number for number, _session in self.order})
        self.rows: dict[Key, list[dict[str, str]]] = defaultdict(list)
        for row in self.results:
            self.rows[int(row["round"]), row["session"]].append(row)
        self.tables: dict[str, dict[str, tuple[str, Fraction]]] = defaultdict(dict)
        for row in _rows(folder / "standings_drivers.csv"):
            self.tables[row["after_round"]][row["competitor"]] = row["position"], Fraction(row["points"])
        self.first = self.rules["standings"][0]
        counted = [step for step in self.first["tie_break"] if step["kind"] == "countback"]
        self.wins_in = set(counted[0]["sessions"]) if counted else set(self.first["sessions"])
        self.scoring_only = bool(counted) and counted[0].get("positions") == "scoring"

    # --- Results ---

    def winners(self, key: Key) -> set[str]:
        return {row["driver"] for row in self.rows[key] if row["position"] == "1"}

    def count_places(self, driver: str, last: int, within: int) -> int:
        """Races up to a round, of those whose wins count, that he finished among the first `within`."""
        return sum(
            any(
                row["driver"] == driver and row["position"].isdigit() and int(row["position"]) <= within for row in rows
            )
            for (number, session), rows in self.rows.items()
            if number <= last and session in self.wins_in
        )

    def list_races(self, last: int) -> list[Key]:
        """Up to a round, those whose wins count."""
        return [key for key in self.order if key[0] <= last and key[1] in self.wins_in]

    # --- Titles ---

    def left(self, last: int) -> list[Key]:
        return [key for key in self.order if key[0] > last and key[1] in self.first["sessions"]]

    def take(self, last: int) -> tuple[dict[str, Counter[int]], dict[str, Counter[int]]]:
        """By driver: points by round, and how often each place was reached, as the countback has it."""
        points: dict[str, Any] = defaultdict(lambda: defaultdict(Fraction))
        places: dict[str, Counter[int]] = defaultdict(Counter)
        for (number, session), rows in self.rows.items():
            for row in rows:
                if number > last or not row["driver"]:
                    continue
                own = Fraction(row["points_official"] or 0)
                points[row["driver"]][number] += own
                if row["position"] and session in self.wins_in and (own or not self.scoring_only):
                    places[row["driver"]][int(row["position"])] += 1
        return points, places

    def add_up(self, by_round: Any) -> Fraction:
        """The rounds that count: of each segment, the best."""
        total = Fraction(0)
        for part in self.first["counting"]:
            own = sorted((p for r, p in by_round.items() if part["from"] <= r <= (part["to"] or r)), reverse=True)
            total += sum(own[: part["best"]] if part["best"] else own)
        return total

    def most(self, key: Key, place: int | None) -> Fraction:
        """What that place of a session gives, with every bonus that may come with it."""
        rule = self.first["sessions"][key[1]]
        scale = self.rules["points_tables"][rule["table"]]
        own = Fraction(str(scale[place - 1])) if place and place <= len(scale) else Fraction(0)
        for bonus in rule.get("bonuses", []):
            limit = bonus.get("max_position")
            if not limit or (place and place <= limit):
                own += Fraction(str(bonus["points"]))
        return own

    def find_able(self, last: int) -> set[str]:
        """Who can still be champion: with all that is left won, and nobody else scoring again."""
        points, places = self.take(last)
        now = {driver: self.add_up(own) for driver, own in points.items()}
        able = set()
        for driver in points:
            own, count = defaultdict(Fraction, points[driver]), Counter(places[driver])
            for key in self.left(last):
                own[key[0]] += self.most(key, 1)
                count[1] += key[1] in self.wins_in
            best = self.add_up(own)
            if not any(
                other != driver and (now[other], _rank(places[other])) > (best, _rank(count)) for other in points
            ):
                able.add(driver)
        return able

    def find_limits(
        self, last: int, driver: str, place: int | None, contenders: tuple[str, ...]
    ) -> dict[str, int | None] | None:
        """With that place in the next session he is champion if each rival is at or behind these; None: he is not.

        He gets no bonus and nothing more; each rival gets every bonus and wins all that follows. Level is not enough.
        """
        following, *rest = self.left(last)
        scale = self.rules["points_tables"][self.first["sessions"][following[1]]["table"]]
        points, places = self.take(last)

        def reach(who: str, at: int | None, *, rival: bool) -> tuple[Fraction, list[int]]:
            own, count = defaultdict(Fraction, points[who]), Counter(places[who])
            plain = Fraction(str(scale[at - 1])) if at else Fraction(0)
            own[following[0]] += self.most(following, at or 99) if rival else plain
            if at and following[1] in self.wins_in:
                count[at] += 1
            for key in rest if rival else ():
                own[key[0]] += self.most(key, 1)
                count[1] += key[1] in self.wins_in
            return self.add_up(own), _rank(count)

        mine = reach(driver, place, rival=False)
        free = [other for other in range(1, len(scale) + 1) if other != place]
        limits: dict[str, int | None] = {}
        for rival in contenders:
            if rival == driver:
                continue
            if reach(rival, None, rival=True) >= mine:
                return None
            limit = next((one for one in free if reach(rival, one, rival=True) < mine), None)
            if limit != free[0]:
                limits[rival] = limit
        return limits


def _rank(places: Counter[int]) -> list[int]:
    return [places[place] for place in range(1, 60)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
