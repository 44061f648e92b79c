"""The decisions of a season that touch points, by session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from championships.scoring.facts import ResultOverride, Rulings, SessionOverride


@dataclass(frozen=True, slots=True)
class RulingIndex:
    """The decisions of a season by session, so that they need not be searched for."""

    sessions: Mapping[tuple[int, str], Sequence[SessionOverride]] = field(default_factory=dict)
    results: Mapping[tuple[int, str], Sequence[ResultOverride]] = field(default_factory=dict)

    @classmethod
    def of(cls, rulings: Rulings) -> "RulingIndex":
        sessions: dict[tuple[int, str], list[SessionOverride]] = {}
        for session in rulings.session_overrides:
            sessions.setdefault((session.round, session.session), []).append(session)
        results: dict[tuple[int, str], list[ResultOverride]] = {}
        for result in rulings.result_overrides:
            results.setdefault((result.round, result.session), []).append(result)
        return cls(sessions, results)

    def on_session(self, table: str, round_: int, session: str) -> SessionOverride | None:
        """All decisions on a session as one; a later one replaces what it names."""
        merged: SessionOverride | None = None
        for found in self.sessions.get((round_, session), ()):
            if found.standings is not None and table not in found.standings:
                continue
            if merged is None:
                merged = found
                continue
            speaks = found.factor is not None or found.table is not None
            merged = replace(
                found,
                factor=found.factor if speaks else merged.factor,
                table=found.table if speaks else merged.table,
                no_bonuses=found.no_bonuses or merged.no_bonuses,
                bonus_winners=(merged.bonus_winners if found.bonus_winners is None else found.bonus_winners),
            )
        return merged

    def on_results(self, table: str, round_: int, session: str) -> list[ResultOverride]:
        return [
            found
            for found in self.results.get((round_, session), ())
            if found.standings is None or table in found.standings
        ]
