from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("championships", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LedgerHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
            options={"verbose_name": "head of the ledger", "verbose_name_plural": "head of the ledger"},
        ),
        migrations.AddField(model_name="award", name="detail", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="table", name="notes", field=models.JSONField(default=list)),
    ]
