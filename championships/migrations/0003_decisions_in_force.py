"""Whatever counted before pending decisions existed has counted since it was issued."""

from django.db import migrations, models


def give_effect(apps, schema_editor):
    for name in ("Decision", "PointsAdjustment", "OpeningBalance", "DeclaredTable"):
        rows = apps.get_model("championships", name).objects.filter(effective_at__isnull=True)
        rows.update(effective_at=models.F("issued_at"))


class Migration(migrations.Migration):
    dependencies = [("championships", "0002_back_office")]

    operations = [migrations.RunPython(give_effect, migrations.RunPython.noop)]
