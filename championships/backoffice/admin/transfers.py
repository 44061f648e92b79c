"""Import and export in the admin's lists: two formats, a preview before anything is written, sentences for faults."""

import re
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import tablib
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from import_export.tmp_storages import BaseStorage

from championships.backoffice.entry_words import write_table_fault
from championships.exchange.spreadsheets.reading import read_table
from championships.exchange.spreadsheets.tables import TableFault
from championships.exchange.spreadsheets.writing import write_csv, write_xlsx

_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
_KEPT_SECONDS = 3600


class _Table:
    """Reading and writing by our own hands: encodings, separators, limits and formulas are seen to there."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        data = in_stream if isinstance(in_stream, bytes) else str(in_stream).encode()
        table = read_table(data)
        header, *rows = table.rows
        width = len(header.cells)
        long = next((row for row in rows if len(row.cells) > width), None)
        if long is not None:
            raise TableFault("more_cells", long.line)
        dataset = tablib.Dataset(headers=list(header.cells))
        for row in rows:
            dataset.append([*row.cells, *[""] * (width - len(row.cells))])
        return dataset

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"


class CsvTable(_Table, CSV):  # type: ignore[misc]
    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        return write_csv(dataset.headers or [], [[str(cell or "") for cell in row] for row in dataset], separator=",")


class XlsxTable(_Table, XLSX):  # type: ignore[misc]
    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        return write_xlsx("paddock", dataset.headers or [], [[str(cell or "") for cell in row] for row in dataset])


class PrivateFolder(BaseStorage):  # type: ignore[misc]
    """The file between its preview and its writing: readable by this program alone, and gone after an hour."""

    def save(self, data: bytes) -> None:
        folder = self._folder()
        for old in folder.iterdir():
            if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
                old.unlink(missing_ok=True)
        self.name = uuid4().hex
        path = folder / self.name
        path.touch(mode=0o600)
        path.write_bytes(data)

    def read(self) -> bytes:
        return self._path().read_bytes()

    def remove(self) -> None:
        self._path().unlink(missing_ok=True)

    def _path(self) -> Path:
        if not _TOKEN.fullmatch(str(self.name)):
            raise FileNotFoundError(self.name)
        return self._folder() / self.name

    @staticmethod
    def _folder() -> Path:
        folder = Path(tempfile.gettempdir()) / "paddock-imports"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


class TransfersTable(ImportExportMixin):  # type: ignore[misc]
    """A table that may be imported and exported. Name its `resource_classes`."""

    export_form_class = ExportForm
    tmp_storage_class = PrivateFolder
    import_formats = (CsvTable, XlsxTable)
    export_formats = (CsvTable, XlsxTable)
    import_template_name = "admin/import_export/import.html"
    export_template_name = "admin/import_export/export.html"

    def get_import_formats(self) -> list[Any]:
        return list(self.import_formats)

    def get_export_formats(self) -> list[Any]:
        return list(self.export_formats)

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        table = self.model._meta.model_name  # type: ignore[attr-defined]
        may_change = request.user.has_perm(f"championships.change_{table}")  # type: ignore[union-attr]
        return {"user": request.user, "private": may_change}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_import_data_kwargs(**kwargs)
        return {**given, "rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if isinstance(e, TableFault):
            form.add_error("import_file", write_transfer_fault(e))
        else:
            form.add_error("import_file", _("The file cannot be read. Save it as CSV or XLSX."))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().process_import(request, **kwargs)
        except (FileNotFoundError, TableFault):
            messages.error(request, _("The file is kept for only an hour after its preview: send it again."))
            return self._back_to_import()
        return answer

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            text = _("Nothing was written: something was changed since the preview. Send the file again to see what.")
            messages.error(request, text)
            return self._back_to_import()
        answer: HttpResponse = super().process_result(result, request)
        return answer

    def _back_to_import(self) -> HttpResponse:
        table = self.model._meta.model_name  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse(f"admin:championships_{table}_import"))


def write_transfer_fault(fault: TableFault) -> str:
    if fault.code == "more_cells":
        return _("Line %(line)s has more cells than there are headings.") % {"line": fault.line}
    return write_table_fault(fault)
