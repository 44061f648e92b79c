"""What a status is called, long and short, on public pages and in the back-office."""

from django.utils.translation import gettext as _


def status_words() -> dict[str, tuple[str, str]]:
    """Status → (two or three letters for a cell, the words they stand for), in the language in force."""
    return {
        "DNF": (_("ret"), _("retired")),
        "NC": (_("nc"), _("not classified")),
        "DSQ": (_("dsq"), _("disqualified")),
        "EX": (_("ex"), _("excluded")),
        "DNS": (_("dns"), _("did not start")),
        "DNQ": (_("dnq"), _("did not qualify")),
        "DNPQ": (_("dnpq"), _("did not pre-qualify")),
        "DNP": (_("dnp"), _("did not practise")),
        "WD": (_("wd"), _("withdrawn")),
    }
