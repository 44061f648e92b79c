"""The orders of rows that come by the thousand: by the keys of their parents, without joins."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("championships", "0011_addresses"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="crew",
            options={
                "ordering": ("entry_id", "order", "pk"),
                "verbose_name": "crew member",
                "verbose_name_plural": "crew members",
            },
        ),
        migrations.AlterModelOptions(
            name="declaredrow",
            options={
                "ordering": ("declared_id", "order"),
                "verbose_name": "row of a declared table",
                "verbose_name_plural": "rows of declared tables",
            },
        ),
        migrations.AlterModelOptions(
            name="gridplace",
            options={
                "ordering": ("grid_id", "order"),
                "verbose_name": "place on the grid",
                "verbose_name_plural": "places on the grid",
            },
        ),
        migrations.AlterModelOptions(
            name="lap",
            options={
                "ordering": ("timing_file_id", "entry_id", "n"),
                "verbose_name": "lap",
                "verbose_name_plural": "laps",
            },
        ),
        migrations.AlterModelOptions(
            name="line",
            options={"ordering": ("sheet_id", "order"), "verbose_name": "line", "verbose_name_plural": "lines"},
        ),
        migrations.AlterModelOptions(
            name="linedriver",
            options={
                "ordering": ("line_id", "order"),
                "verbose_name": "driver of a line",
                "verbose_name_plural": "drivers of lines",
            },
        ),
        migrations.AlterModelOptions(
            name="participation",
            options={
                "ordering": ("round_id", "entry_id"),
                "verbose_name": "participation",
                "verbose_name_plural": "participations",
            },
        ),
        migrations.AlterModelOptions(
            name="seat",
            options={
                "ordering": ("session_id", "entry_id", "order", "pk"),
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
            },
        ),
        migrations.AlterModelOptions(
            name="sentence",
            options={
                "ordering": ("preview_id", "report_id", "order", "pk"),
                "verbose_name": "sentence",
                "verbose_name_plural": "sentences",
            },
        ),
        migrations.AlterModelOptions(
            name="standing",
            options={
                "ordering": ("table_id", "round_session_id", "final", "rank"),
                "verbose_name": "standing",
                "verbose_name_plural": "standings",
            },
        ),
    ]
