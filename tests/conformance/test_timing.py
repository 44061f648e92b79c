"""Real exports of timing systems, when they are at hand: read whole, and no car other than those of the file.

What is expected was counted in the files themselves, by other means than the readers.
"""

import csv
import gzip
import io
import re
from pathlib import Path

import pytest

from championships.exchange.timing.reading import read_timing
from championships.exchange.timing.values import Contents, Format
from championships.scoring.laps import RunLap, draw_chart

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "timing"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples of timing systems beside the project")


def _read(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_a_classification_of_37_cars() -> None:
    content = _read("alkamel_elms_2014_imola_classification.csv")
    reading = read_timing(content)
    rows = list(csv.DictReader(io.StringIO(content.decode()), delimiter=";"))
    assert (reading.format, reading.faults, len(reading.cars)) == (Format.ALKAMEL, (), 37)
    assert [(car.number, str(car.position), str(car.laps), car.time_text) for car in reading.cars] == [
        (row["NUMBER"], row["POSITION"], row["LAPS"], row["TOTAL_TIME"]) for row in rows
    ]
    words = {"Classified": "CLASSIFIED", "Not classified": "NC", "Not started": "DNS"}
    assert [car.status.value for car in reading.cars] == [words[row["STATUS"]] for row in rows]


def test_the_laps_of_six_hours() -> None:
    content = _read("alkamel_wec_2025_cota_6h_laps.csv.gz")
    reading = read_timing(content)
    rows = list(csv.reader(io.StringIO(gzip.decompress(content).decode("utf-8-sig")), delimiter=";"))[1:]
    assert (reading.contents, reading.faults, len(reading.laps)) == (Contents.LAPS, (), len(rows))
    assert {car.number for car in reading.cars} == {row[0] for row in rows}
    assert "007" in {car.number for car in reading.cars}
    chart = draw_chart(RunLap(lap.number, lap.n, lap.time_ms, lap.elapsed_ms) for lap in reading.laps)
    # The first car to complete each lap, from the column of times of day.
    first: dict[int, tuple[str, str]] = {}
    for row in rows:
        first[int(row[2])] = min(first.get(int(row[2]), ("99", "")), (row[14], row[0]))
    assert chart.leaders == tuple(first[n][1] for n in sorted(first))


@pytest.mark.parametrize(
    ("name", "cars", "state"),
    [
        ("natsoft_ferrari_challenge_2025_r4_race2_result.html", 11, "provisional"),
        ("natsoft_ferrari_challenge_2025_r4_qualifying1_result.html", 13, "official"),
    ],
)
def test_pages_of_results(name: str, cars: int, state: str) -> None:
    content = _read(name)
    reading = read_timing(content)
    assert (reading.format, reading.faults, len(reading.cars), reading.state) == (Format.NATSOFT, (), cars, state)
    numbers = re.findall(r"^\d+ +(\d+)  ", content.decode(), re.MULTILINE)
    assert [car.number for car in reading.cars] == numbers
    assert [car.position for car in reading.cars] == list(range(1, cars + 1))


def test_a_page_of_lap_times_agrees_with_the_result_of_its_session() -> None:
    laps = read_timing(_read("natsoft_ferrari_challenge_2025_r4_qualifying1_laptimes.html"))
    result = read_timing(_read("natsoft_ferrari_challenge_2025_r4_qualifying1_result.html"))
    assert laps.faults == ()
    assert {car.number: car.best_lap_ms for car in laps.cars} == {car.number: car.best_lap_ms for car in result.cars}
    assert {car.number: car.laps for car in laps.cars} == {car.number: car.laps for car in result.cars}
