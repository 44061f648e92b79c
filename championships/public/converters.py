"""Parts of addresses that are one of a few words."""


class FileForm:
    """The form of a downloaded table: the ending of its name."""

    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
