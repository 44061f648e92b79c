"""The sentences the script of the page says by itself, in the language in force. `{…}` is filled by the script."""

from django.utils.translation import gettext as _


def list_words() -> dict[str, str]:
    return {
        "unknown": _("{number} is not entered."),
        "near": _("Near:"),
        "twice": _("{number} stands there twice; the first place counts."),
        "shared": _("Several cars carry {number}. Which one?"),
        "time": _("“{value}” is not a time. Write it like 1:31.402."),
        "gap": _("“{value}” is neither a time nor a gap. Write 20:31.402, +3.377 or 1 lap."),
        "count": _("“{value}” is not a whole number."),
        "status": _("“{value}” is no status."),
        "backwards": _("Smaller gap than the car before (car {number})."),
        "laps": _("More laps than the car before (car {number})."),
        "winner": _("The winner needs a total time: gaps are measured from it."),
        "lap": _("{n} lap"),
        "laps_behind": _("{n} laps"),
        "saving": _("Saving…"),
        "saved": _("Saved at {time}."),
        "saved_typing": _("Saved at {time}; what you typed since is not saved yet."),
        "unsaved": _("Not saved yet."),
        "offline": _(
            "The connection is down: nothing was saved. All you typed is kept in this browser, and saving is tried "
            "again when the connection is back."
        ),
        "expired": _(
            "Your sign-in has expired: nothing was saved. All you typed is kept in this browser. Sign in again, and it "
            "is offered back."
        ),
        "sign_in": _("Sign in"),
        "failed": _("The server could not save (answer {status}). All you typed is kept in this browser. Try again."),
        "found": _("This browser keeps something you typed here at {time} that was not saved."),
        "bring_back": _("Bring it back"),
        "throw_away": _("Throw it away"),
        "restored": _("What you typed at {time} is back in the form. It is not saved yet."),
        "pasted": _("{n} cells pasted."),
        "pasted_some": _("{n} cells pasted. Not understood, and marked in their cells: {cells}."),
    }
