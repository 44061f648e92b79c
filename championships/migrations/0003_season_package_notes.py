from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("championships", "0002_projection_notes_and_ledger_head")]

    operations = [
        migrations.AddField(
            model_name="season",
            name="package_notes",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
