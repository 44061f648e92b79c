"""Old addresses that go on leading somewhere, meetings dropped from calendars, the key of lasting names."""

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def give_key(apps: Any, schema_editor: Any) -> None:
    apps.get_model("championships", "SiteKey").objects.create()


class Migration(migrations.Migration):
    dependencies = [
        ("championships", "0010_stories"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "key of the site",
                "verbose_name_plural": "key of the site",
            },
        ),
        migrations.AddField(
            model_name="event",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, verbose_name="changed at"),
        ),
        migrations.AddField(
            model_name="session",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, verbose_name="changed at"),
        ),
        migrations.CreateModel(
            name="DroppedMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("sequence", models.PositiveIntegerField(verbose_name="version")),
                ("name_fr", models.CharField(max_length=240, verbose_name="name in French")),
                ("name_en", models.CharField(max_length=240, verbose_name="name in English")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="start")),
                ("time_zone", models.CharField(default="UTC", max_length=40, verbose_name="time zone")),
                ("place", models.CharField(blank=True, max_length=240, verbose_name="circuit")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="dropped_meetings",
                        to="championships.event",
                    ),
                ),
                (
                    "seasons",
                    models.ManyToManyField(blank=True, related_name="dropped_meetings", to="championships.season"),
                ),
            ],
            options={
                "verbose_name": "meeting taken off the calendar",
                "verbose_name_plural": "meetings taken off the calendar",
                "ordering": ("starts_on", "key"),
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("driver", "driver"),
                            ("team", "team"),
                            ("circuit", "circuit"),
                            ("event", "event"),
                            ("championship", "championship"),
                            ("season", "season"),
                            ("news", "news"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=20, verbose_name="unique within")),
                ("slug", models.SlugField(max_length=120, verbose_name="old address")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "championship",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="championships.championship",
                    ),
                ),
                (
                    "circuit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="championships.circuit",
                    ),
                ),
                (
                    "driver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="championships.driver",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="championships.event",
                    ),
                ),
                (
                    "news",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="championships.news",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="championships.season",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="championships.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "ordering": ("kind", "scope", "slug"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "scope", "slug"), name="former_address_leads_to_one_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("championship__isnull", True),
                                ("circuit__isnull", True),
                                ("driver__isnull", False),
                                ("event__isnull", True),
                                ("kind", "driver"),
                                ("news__isnull", True),
                                ("season__isnull", True),
                                ("team__isnull", True),
                            ),
                            models.Q(
                                ("championship__isnull", True),
                                ("circuit__isnull", True),
                                ("driver__isnull", True),
                                ("event__isnull", True),
                                ("kind", "team"),
                                ("news__isnull", True),
                                ("season__isnull", True),
                                ("team__isnull", False),
                            ),
                            models.Q(
                                ("championship__isnull", True),
                                ("circuit__isnull", False),
                                ("driver__isnull", True),
                                ("event__isnull", True),
                                ("kind", "circuit"),
                                ("news__isnull", True),
                                ("season__isnull", True),
                                ("team__isnull", True),
                            ),
                            models.Q(
                                ("championship__isnull", True),
                                ("circuit__isnull", True),
                                ("driver__isnull", True),
                                ("event__isnull", False),
                                ("kind", "event"),
                                ("news__isnull", True),
                                ("season__isnull", True),
                                ("team__isnull", True),
                            ),
                            models.Q(
                                ("championship__isnull", False),
                                ("circuit__isnull", True),
                                ("driver__isnull", True),
                                ("event__isnull", True),
                                ("kind", "championship"),
                                ("news__isnull", True),
                                ("season__isnull", True),
                                ("team__isnull", True),
                            ),
                            models.Q(
                                ("championship__isnull", True),
                                ("circuit__isnull", True),
                                ("driver__isnull", True),
                                ("event__isnull", True),
                                ("kind", "season"),
                                ("news__isnull", True),
                                ("season__isnull", False),
                                ("team__isnull", True),
                            ),
                            models.Q(
                                ("championship__isnull", True),
                                ("circuit__isnull", True),
                                ("driver__isnull", True),
                                ("event__isnull", True),
                                ("kind", "news"),
                                ("news__isnull", False),
                                ("season__isnull", True),
                                ("team__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="former_address_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.RunPython(give_key, migrations.RunPython.noop),
    ]
