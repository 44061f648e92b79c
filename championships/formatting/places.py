"""Places of a table or a classification: "7 =" for a shared one, "1er" and "2e" in a sentence."""

SHARED = " ="


def write_place(position: int | None, *, tied: bool = False, mark: str = "") -> str:
    """ "7", "7 =" when the place is shared, else the mark that stands instead ("EX", "NC"); empty: not known."""
    if mark:
        return mark
    if position is None:
        return ""
    return f"{position}{SHARED}" if tied else str(position)


def write_ordinal(number: int, language: str, *, feminine: bool = False) -> str:
    """ "1er" ("1re" of a place), "2e" in French; "1st", "2nd", "3rd", "11th" in English."""
    if language.startswith("fr"):
        return ("1re" if feminine else "1er") if number == 1 else f"{number}e"
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def join_names(names: list[str] | tuple[str, ...], language: str) -> str:
    """ "A", "A et B", "A, B et C"; with "and" in English."""
    word = "et" if language.startswith("fr") else "and"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
