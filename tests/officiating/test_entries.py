"""The entry list: written whole, versioned by the entry, and never at the cost of a published result."""

import pytest

from championships.models import (
    Crew,
    Driver,
    DriverAlias,
    Entry,
    Event,
    LedgerEntry,
    LineDriver,
    Participation,
    Revision,
    Season,
    Seat,
    Standing,
    Team,
)
from championships.officiating import ledger
from championships.officiating.entries import save_entries
from championships.officiating.entry_reading import read_entries
from championships.officiating.entry_values import (
    CrewMember,
    EntryChange,
    EntryValues,
    NewName,
    PartValues,
    Saved,
    SeatChange,
    Spelling,
    StaleEntries,
)
from championships.officiating.errors import Refusal
from championships.officiating.sealing import list_broken_seals
from championships.officiating.seats import save_seats
from tests.factories import (
    after,
    make_driver,
    make_entry,
    make_event,
    make_official,
    make_round,
    make_season,
    make_team,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    make_official("keeper", "timekeeper")
    return make_season()


@pytest.fixture
def event(season: Season) -> Event:
    return make_event(season=season, sessions=("race",))


def _save(event: Event, *changes: EntryChange, seasons: set[int] | None = None, **keys: object) -> Saved:
    known = set(Season.objects.values_list("pk", flat=True)) if seasons is None else seasons
    return save_entries(
        event=event,
        changes=changes,
        season_ids=known,
        by=make_official("keeper", "timekeeper"),
        now=after(60),
        recorded_at=after(61),
        **keys,  # type: ignore[arg-type]
    )


def _values(entry: Entry, **changes: object) -> EntryChange:
    stored = read_entries(entry.event)[entry.pk]
    fields = {name: getattr(stored, name) for name in stored.__dataclass_fields__}
    entry.refresh_from_db(fields=["version"])
    return EntryChange(values=EntryValues(**{**fields, **changes}), entry_id=entry.pk, version=entry.version)  # type: ignore[arg-type]


def _part(event: Event, **keys: object) -> PartValues:
    return PartValues(event.rounds.get().pk, **keys)  # type: ignore[arg-type]


def test_a_new_car_is_entered_with_people_nobody_knew(event: Event) -> None:
    make_driver("ann")
    ann = Driver.objects.get().pk
    saved = _save(
        event,
        EntryChange(
            values=EntryValues(
                number="007",
                team=NewName("Écurie Élan"),
                car="Mitjet 2L",
                transponder="123",
                crew=(CrewMember(ann), CrewMember(NewName("Zoé Éluard"))),
                parts=(_part(event, guest=True),),
            )
        ),
        EntryChange(values=EntryValues(number="8", team=NewName("Écurie Élan"), crew=(CrewMember(NewName("Bob")),))),
    )
    assert len(saved.added) == 2
    first, second = Entry.objects.order_by("order")
    assert (first.number, first.version, first.order, second.order) == ("007", 1, 1, 2)
    assert first.team == second.team == Team.objects.get(slug="ecurie-elan")
    assert [member.driver.name for member in first.crew.all()] == ["Ann", "Zoé Éluard"]
    assert Driver.objects.get(name="Zoé Éluard").slug == "zoe-eluard"
    assert (first.participations.get().guest, second.participations.exists()) == (True, False)
    link = LedgerEntry.objects.get()
    assert link.detail["registered"] == {"driver": ["Zoé Éluard", "Bob"], "team": ["Écurie Élan"]}
    assert (link.verb, ledger.verify()) == ("save_entries", None)


def test_a_name_that_is_taken_gets_an_address_of_its_own(event: Event) -> None:
    make_driver("bob")
    _save(event, EntryChange(values=EntryValues(crew=(CrewMember(NewName("Bob", namesakes=1)),))))
    assert set(Driver.objects.values_list("slug", flat=True)) == {"bob", "bob-2"}


def test_a_form_sent_twice_enters_nobody_twice(event: Event) -> None:
    make_driver("ann")
    change = EntryChange(values=EntryValues(number="7", crew=(CrewMember(Driver.objects.get().pk),)))
    _save(event, change)
    before = read_everything()
    assert _save(event, change).is_nothing
    newcomer = EntryChange(values=EntryValues(number="8", crew=(CrewMember(NewName("Bob")),)))
    assert read_everything() == before
    _save(event, newcomer)
    before = read_everything()
    with pytest.raises(Refusal, match="registered a moment ago"):
        _save(event, newcomer)
    assert read_everything() == before


def test_saving_what_is_stored_writes_nothing(event: Event) -> None:
    entry = make_entry("ann", "bob", event=event, number="7", team="red-team")
    before = read_everything()
    assert _save(event, _values(entry)).is_nothing
    assert read_everything() == before


def test_a_row_somebody_else_saved_is_told_and_nothing_of_the_list_is_written(event: Event) -> None:
    entry, other = make_entry("ann", event=event), make_entry("bob", event=event)
    stale, fresh = _values(entry, car="Mine"), _values(other, car="Also mine")
    _save(event, _values(entry, car="Theirs"))
    before = read_everything()
    with pytest.raises(StaleEntries) as caught:
        _save(event, stale, fresh)
    assert caught.value.entry_ids == {entry.pk}
    assert read_everything() == before


def test_a_row_somebody_else_removed_is_told(event: Event) -> None:
    entry = make_entry("ann", event=event)
    stale = _values(entry, car="Mine")
    _save(event, removed=[(entry.pk, entry.version)])
    assert not Entry.objects.exists()
    with pytest.raises(StaleEntries):
        _save(event, stale)


def test_before_any_result_no_revision_is_raised(event: Event, season: Season) -> None:
    entry = make_entry("ann", event=event)
    saved = _save(event, _values(entry, parts=(_part(event, guest=True),)))
    assert (saved.revised, Revision.objects.count()) == ((), 0)


def test_a_change_of_who_scores_is_a_revision_of_its_season_and_its_tables_follow(season: Season) -> None:
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(), order=["ann", "bob"])
    entry = Entry.objects.get(crew__driver__slug="ann")
    assert Standing.objects.get(table__key="drivers", final=True, competitor="bob").position == 2
    saved = _save(event, _values(entry, parts=(_part(event, scores=False),)))
    assert saved.revised == (str(season),)
    assert Revision.objects.order_by("-n")[0].cause == "save_entries 2025/club-cup-meeting-1"
    assert Standing.objects.get(table__key="drivers", final=True, competitor="bob").position == 1
    assert LedgerEntry.objects.order_by("-n")[0].detail["entries"] == [
        {"entry": entry.pk, "number": "1", "changed": ["parts"]}
    ]


def test_a_change_that_scores_nothing_raises_no_revision(season: Season) -> None:
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(), order=["ann", "bob"])
    count = Revision.objects.count()
    saved = _save(event, _values(Entry.objects.get(crew__driver__slug="ann"), transponder="77"))
    assert (len(saved.changed), saved.revised, Revision.objects.count()) == (1, (), count)


def test_once_official_the_list_no_longer_says_who_scores(season: Season) -> None:
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(), order=["ann", "bob"], official=True)
    entry = Entry.objects.get(crew__driver__slug="ann")
    before = read_everything()
    with pytest.raises(Refusal, match="is official"):
        _save(event, _values(entry, parts=()))
    assert read_everything() == before


def test_the_number_of_a_published_car_stays(season: Season) -> None:
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(), order=["ann", "bob"])
    before = read_everything()
    with pytest.raises(Refusal, match="under its number"):
        _save(event, _values(Entry.objects.get(crew__driver__slug="ann"), number="99"))
    assert read_everything() == before


def test_a_number_that_was_not_known_may_be_given_later(season: Season) -> None:
    event = make_event(season=season, sessions=("race",))
    entry = make_entry("ann", event=event)
    Entry.objects.update(number="")
    publish_results(session=event.sessions.get(), order=[entry])
    _save(event, _values(entry, number="7"))
    assert Entry.objects.get().number == "7"


def test_a_new_crew_leaves_published_results_as_they_are_and_says_so(season: Season) -> None:
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(), order=["ann", "bob"], official=True)
    entry = Entry.objects.get(crew__driver__slug="ann")
    substitute = make_driver("cy")
    saved = _save(
        event, _values(entry, crew=(CrewMember(substitute.pk, make_driver("ann").pk),), team=make_team("blue").pk)
    )
    assert saved.kept == ("1",)
    assert entry.crew.get().replaces == make_driver("ann")
    assert list(LineDriver.objects.order_by("order").values_list("driver__slug", flat=True)) == ["ann", "bob"]
    assert list(list_broken_seals()) == []
    assert [row.competitor for row in Standing.objects.filter(table__key="drivers", final=True).order_by("rank")] == [
        "ann",
        "bob",
    ]


def test_a_car_on_a_result_is_not_removed(season: Season) -> None:
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(), order=["ann", "bob"])
    entry = Entry.objects.get(crew__driver__slug="ann")
    before = read_everything()
    with pytest.raises(Refusal, match="withdrawn instead"):
        _save(event, removed=[(entry.pk, entry.version)])
    assert read_everything() == before
    _save(event, _values(entry, withdrawn=True))
    assert Entry.objects.get(pk=entry.pk).withdrawn


def test_the_part_in_a_season_of_others_is_neither_read_nor_written(event: Event, season: Season) -> None:
    other = make_season("other-cup")
    foreign = make_round(season=other, event=event, number=1, keys={})
    entry = make_entry("ann", event=event)
    own = event.rounds.get(season=season)
    values = _values(entry, parts=(PartValues(own.pk, guest=True),))
    _save(event, values, seasons={season.pk})
    assert dict(entry.participations.values_list("round", "guest")) == {own.pk: True, foreign.pk: False}
    before = read_everything()
    with pytest.raises(Refusal, match="not in charge of"):
        _save(event, _values(entry, parts=(PartValues(foreign.pk),)), seasons={season.pk})
    with pytest.raises(Refusal, match="do not look after"):
        _save(event, removed=[(entry.pk, 2)], seasons={season.pk})
    assert read_everything() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "123456789"},
        {"car": "x" * 81},
        {"parts": "class"},
        {"crew": "twice"},
        {"team": NewName("  ")},
        {"team": NewName("x" * 121)},
    ],
)
def test_what_no_column_holds_is_refused_in_a_sentence(event: Event, wrong: dict[str, object]) -> None:
    ann = make_driver("ann").pk
    fields = dict(wrong)
    if wrong.get("parts"):
        fields["parts"] = (_part(event, car_class="x" * 21),)
    if wrong.get("crew"):
        fields["crew"] = (CrewMember(ann), CrewMember(ann))
    before = read_everything()
    with pytest.raises(Refusal):
        _save(event, EntryChange(values=EntryValues(**fields)))  # type: ignore[arg-type]
    assert read_everything() == before


def test_one_car_twice_in_a_form_is_refused(event: Event) -> None:
    entry = make_entry("ann", event=event)
    before = read_everything()
    with pytest.raises(Refusal):
        _save(event, _values(entry, car="a"), _values(entry, car="b"))
    assert read_everything() == before


def test_a_spelling_is_learnt_once(event: Event) -> None:
    ann = make_driver("ann")
    for _time in range(2):
        _save(event, spellings=[Spelling("driver", ann.pk, "ANN ARCHER"), Spelling("driver", ann.pk, " ")])
    assert [alias.text for alias in DriverAlias.objects.all()] == ["ANN ARCHER"]
    assert LedgerEntry.objects.count() == 1


def test_who_drives_which_session_of_a_shared_car(event: Event) -> None:
    entry = make_entry("ann", "bob", event=event)
    ann, bob = make_driver("ann").pk, make_driver("bob").pk
    race = event.sessions.get()
    by = make_official("keeper", "timekeeper")

    def seat(*drivers: int, version: int) -> tuple[str, ...]:
        change = SeatChange(entry.pk, version, {race.pk: drivers})
        return save_seats(event=event, changes=[change], by=by, now=after(0), recorded_at=after(0))

    assert seat(bob, version=1) == ()
    assert [seat_row.driver.slug for seat_row in Seat.objects.all()] == ["bob"]
    with pytest.raises(StaleEntries):
        seat(ann, version=1)
    with pytest.raises(Refusal, match="of the crew"):
        seat(make_driver("cy").pk, version=2)
    assert [seat_row.driver.slug for seat_row in Seat.objects.all()] == ["bob"]
    publish_results(session=race, order=[entry])
    assert seat(ann, version=2) == ("Race",)
    assert seat(version=3) == ("Race",)
    assert not Seat.objects.exists()
    assert list(list_broken_seals()) == []


def test_a_driver_who_leaves_the_crew_gives_up_his_seats(event: Event) -> None:
    entry = make_entry("ann", "bob", event=event)
    race = event.sessions.get()
    for order, slug in enumerate(("ann", "bob")):
        Seat.objects.create(session=race, entry=entry, driver=make_driver(slug), order=order)
    _save(event, _values(entry, crew=(CrewMember(make_driver("ann").pk),)))
    assert [seat.driver.slug for seat in Seat.objects.all()] == ["ann"]
    assert [member.driver.slug for member in Crew.objects.all()] == ["ann"]
    assert Participation.objects.count() == 1
