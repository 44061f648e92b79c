"""The name over the door of the back-office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("Paddock office")
admin.site.site_title = _("Paddock office")
admin.site.index_title = _("Race office")
# Rows people rely on are deleted one at a time, after the page that lists what hangs on them.
admin.site.disable_action("delete_selected")
