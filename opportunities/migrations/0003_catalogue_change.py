from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0002_synonyms")]

    operations = [
        migrations.CreateModel(
            name="CatalogueChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveBigIntegerField(db_index=True, verbose_name="revision")),
                ("opportunity", models.PositiveBigIntegerField(null=True, verbose_name="opportunity")),
                ("everything", models.BooleanField(default=False, verbose_name="everything")),
            ],
            options={
                "verbose_name": "change of the catalogue",
                "verbose_name_plural": "changes of the catalogue",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("everything", False), ("opportunity", None), _connector="OR"),
                        name="catalogue_change_is_of_one_or_all",
                    )
                ],
            },
        ),
    ]
