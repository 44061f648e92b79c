"""Headings of columns, in the languages timekeepers write them in, and what they mean."""

import hashlib
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from championships.exchange.timing.cells import compact
from championships.exchange.timing.values import Column, Meaning, shorten
from championships.scoring.vocabulary import SessionKind

_ALIASES = {
    Meaning.POSITION: (
        "pos position place pl plc rank rk rang platz pla plaats posicion posizione clt classement rg puesto poz plz "
        "overallpos overall scratch ogpos"
    ),
    Meaning.CLASS_POSITION: (
        "pic positioninclass posinclass clpos classpos posclasse posencategorie pik klassenplatz posincategory pcl "
        "posclase posenclase positioncategorie posinklasse plaatsinklasse posinclasse posdanslaclasse"
    ),
    Meaning.NUMBER: (
        "no nr num number numero carno carnr carnumber startnumber startnummer startnr stnr # n dorsal bib kart kartno "
        "nummer racenumber racenr raceno compno vehiculeno ndecourse numerodecourse startno carnum nodecourse"
    ),
    Meaning.NAME: (
        "name driver drivers fahrer pilote pilotes piloto pilotos pilota piloti rijder rijders coureur nom nombre nome "
        "naam competitor competitors conducteur drivername drivernames teilnehmer equipage nompilote conductor "
        "nomdupilote deelnemer nimi conduttore concorrente"
    ),
    Meaning.FIRST_NAME: "first firstname prenom vorname voornaam givenname forename",
    Meaning.LAST_NAME: (
        "last lastname surname secondname nachname achternaam apellido apellidos cognome familyname nomdefamille"
    ),
    Meaning.LICENCE: (
        "licence license licencenumber licensenumber licenceno licenseno nolicence nlicence licencia lizenz lizenznr "
        "licentie licentienummer driverreg driverregistration numerolicence licenza nlicencia ndelicence"
    ),
    Meaning.TRANSPONDER: (
        "transponder transponders transpondeur transpondernr transponderno transpondernumber 2ndtransponder "
        "secondtransponder ntranspondeur chip"
    ),
    Meaning.CAR_CLASS: (
        "class classe klasse clase category categorie kategorie categoria cls resultclass cat carclass klas classtype "
        "division"
    ),
    Meaning.TEAM: (
        "team equipe equipo squadra mannschaft entrant entrants bewerber concurrent ecurie teamname competitorteam "
        "scuderia escuderia inscrito"
    ),
    Meaning.CAR: (
        "vehicle make model makemodel fahrzeug voiture vehicule coche auto vettura marque wagen manufacturer cartype "
        "modele vehiculo"
    ),
    Meaning.LAPS: (
        "laps tours nbtours nbretours nbrtours runden rdn ronden vueltas giri numlaps lapscompleted rounds nlaps lps "
        "nombredetours aantalronden ngiri nvueltas trs"
    ),
    Meaning.TOTAL_TIME: (
        "totaltm totaltime total temps tempstotal gesamtzeit zeit gesamt totaaltijd tijd tiempototal tiempo "
        "tempototale tempo elapsed racetime runningtime tottime time totaletijd totalzeit tpstotal"
    ),
    Meaning.GAP: (
        "gap diff difference gapfirst ecart abstand ruckstand verschil diferencia distacco gaptofirst gaptoleader "
        "differenz difftime behind ecartpremier ecart1er differenza diffpremier diferenciaprimero achterstand difftm"
    ),
    Meaning.INTERVAL: (
        "gapprevious interval intervalle int gaptoprevious ecartprecedent intervallo intervalo gaptonext gaptoprev "
        "diffprecedent ecartprec"
    ),
    Meaning.BEST_LAP: (
        "besttm besttime bestlaptime bestlap fltime fastestlap fastestlaptime fastlap meilleurtour meilleurtemps "
        "bestzeit bestezeit besterunde schnellsterunde bestetijd besteronde snelsteronde mejorvuelta "
        "mejortiempo migliorgiro migliortempo "
        "overallbesttm overallbest best mtour meilleurtps besterundenzeit snelsterondetijd mejortmpo"
    ),
    Meaning.BEST_LAP_N: (
        "inlap fllapnum bestlapnum bestlapno fllap danstour dansletour autour inrunde inronde lapno lap enlavuelta "
        "nelgiro envuelta ingiro ontour bestlapnumber"
    ),
    Meaning.SECOND_BEST: (
        "2ndbest secondbest 2ndbesttm 2ndbesttime 2emetemps 2emetour 2emetps zweitbeste zweitbestezeit 2besttm "
        "segundomejor secondomiglior secondbestlap secondbesttime 2emeilleurtemps 2emeilleur 2ebest 2ebestetijd "
        "2rundenzeit 2mejor 2miglior 2ememeilleurtour secondbesttm"
    ),
    Meaning.STATUS: "status state etat statut estado stato resultstatus zustand",
    Meaning.GRID: (
        "grid gridpos gridposition startpos startposition grille startplatz parrilla griglia depart startpositie "
        "startaufstellung placedepart"
    ),
}
ALIASES: Mapping[str, Meaning] = {word: meaning for meaning, words in _ALIASES.items() for word in words.split()}

# "Car" is the number in some exports and the make in others.
_CAR = "car"
_PLAIN_TIME = frozenset({"time", "temps", "zeit", "tijd", "tiempo", "tempo"})
_CREW = re.compile(r"^driver_?(\d?)(?:_(firstname|secondname|\w.*))?$", re.IGNORECASE)
_CREW_PARTS = {"firstname": Meaning.FIRST_NAME, "secondname": Meaning.LAST_NAME}


def sign_headings(headings: Sequence[str]) -> str:
    """What a timekeeper's set of columns is found again by: the hash of its folded headings, in order."""
    return hashlib.sha256("|".join(compact(heading) for heading in headings).encode()).hexdigest()


def count_known(headings: Sequence[str]) -> int:
    """How many cells of a row are headings we know: a row of data has next to none."""
    known = {compact(heading) for heading in headings if heading and len(heading) <= 40}
    return sum(word in ALIASES or word == _CAR for word in known) + sum(
        bool(_CREW.match(heading.strip())) for heading in headings if "_" in heading
    )


def read_headings(
    headings: Sequence[str],
    *,
    chosen: Mapping[int, Meaning | None] | None = None,
    kind: SessionKind | None = None,
) -> tuple[Column, ...]:
    """The columns with their meanings. What an official has chosen goes before what is guessed."""
    columns = [_guess(index, shorten(heading)) for index, heading in enumerate(headings)]
    columns = _settle(columns, kind)
    seen: set[tuple[Meaning, int]] = set()
    for place, column in enumerate(columns):
        # The first of two columns with one meaning is it; several transponders, licences and names are welcome.
        if column.meaning is None or column.meaning in (Meaning.TRANSPONDER, Meaning.LICENCE, Meaning.CAR):
            continue
        if (column.meaning, column.driver) in seen:
            columns[place] = replace(column, meaning=None)
        seen.add((column.meaning, column.driver))
    for index, meaning in (chosen or {}).items():
        if 0 <= index < len(columns):
            columns[index] = replace(columns[index], meaning=meaning)
    return tuple(columns)


def _guess(index: int, heading: str) -> Column:
    word = compact(heading)
    if word in ALIASES:
        return Column(index, heading, ALIASES[word])
    crew = _CREW.match(heading.strip())
    if crew and (crew[1] or crew[2]):
        # Al Kamel: DRIVER_1, DRIVER1_FIRSTNAME, DRIVER_FIRSTNAME. Its LICENSE is a grade (Bronze), not a licence.
        part = (crew[2] or "").casefold()
        meaning = _CREW_PARTS.get(part) if part else Meaning.NAME
        return Column(index, heading, meaning, int(crew[1] or 1))
    return Column(index, heading)


def _is_of_best_laps(found: Set[Meaning | None], words: Set[str], kind: SessionKind | None) -> bool:
    """Whether a plain "time" is the best lap: of a practice, or beside the lap it was set in (POS;NUMBER;LAP;TIME)."""
    return kind in (SessionKind.PRACTICE, SessionKind.QUALIFYING) or ("lap" in words and Meaning.LAPS not in found)


def _settle(columns: list[Column], kind: SessionKind | None) -> list[Column]:
    """Headings whose meaning hangs on the others."""
    found = {column.meaning for column in columns}
    words = {compact(column.heading) for column in columns}
    settled = []
    for column in columns:
        word, meaning = compact(column.heading), column.meaning
        if word == _CAR:
            meaning = Meaning.CAR if Meaning.NUMBER in found else Meaning.NUMBER
        elif word == "gap" and words & {"diff", "difference", "difftm"}:
            meaning = Meaning.INTERVAL  # Orbits: Diff to the first, Gap to the car before
        elif word in _PLAIN_TIME and Meaning.BEST_LAP not in found and _is_of_best_laps(found, words, kind):
            meaning = Meaning.BEST_LAP
        elif (
            meaning is Meaning.NAME
            and not column.driver
            and Meaning.FIRST_NAME in found
            and Meaning.LAST_NAME not in found
        ):
            meaning = Meaning.LAST_NAME
        settled.append(replace(column, meaning=meaning))
    return settled
