from django.db import migrations, models

import opportunities.models.fields


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0001_catalogue")]

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.SlugField(
                        help_text="Stands in the files and never changes.",
                        max_length=80,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("words", models.JSONField(default=list, verbose_name="words")),
                ("means", models.JSONField(blank=True, default=dict, verbose_name="means")),
                (
                    "note",
                    opportunities.models.fields.ProseField(
                        blank=True,
                        help_text="Why these words belong together, where it is not plain.",
                        null=True,
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", []), _negated=True),
                        name="synonym_group_has_words",
                        violation_error_message="A group needs a word.",
                    )
                ],
            },
        ),
    ]
