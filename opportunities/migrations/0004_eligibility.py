import re

import django.db.models.deletion
from django.db import migrations, models

import opportunities.models.fields

NEW_KINDS = ("stay", "occupation", "career-stage", "first-degree", "field", "work-experience", "earlier-award")
DEGREES = {
    "none", "bachelors", "masters", "doctorate", "enrolled-bachelors", "enrolled-masters", "enrolled-doctorate",
}  # fmt: skip
CODED_DEGREES = re.compile(r"(?P<codes>[a-z-]+(?:, [a-z-]+)*(?: or [a-z-]+)?)(?: \((?P<note>[^()]+)\))?\Z")


def into_the_new_form(apps, schema_editor):
    """Say of each dated limit that it counts on a set day; put what was last loaded into the new form.

    What was loaded must stay comparable with what is stored, or every condition would pass for a curator's edit.
    """
    apps.get_model("opportunities", "Criterion").objects.exclude(on_date=None).update(counted="date")
    loaded_facts = apps.get_model("opportunities", "LoadedFacts")
    for item in loaded_facts.objects.filter(collection="opportunities"):
        if "routes" not in item.facts.get("eligibility", {"routes": []}):
            item.facts["eligibility"] = in_new_form(item.facts["eligibility"])
            item.save(update_fields=["facts"])


def in_new_form(old):
    limits = {name: limits_in_new_form(old.get(name)) for name in ("years_since_phd", "age")}
    places = {name: place_in_new_form(old.get(name)) for name in ("nationality", "residence")}
    applicant, host = old.get("applicant"), old.get("host_required")
    return {
        "summary": old.get("summary"),
        **places,
        **limits,
        "institution": {"text": old["institution"]} if old.get("institution") else None,
        "degree": degree_in_new_form(old.get("degree")),
        "languages": old.get("languages") or [],
        "host": None if host is None else {"required": host},
        "applicant": {"who": [applicant]} if applicant else None,
        "other": [{"text": sentence} for sentence in old.get("other") or []],
    }


def place_in_new_form(old):
    if not old or (old.get("rule") == "not-stated" and not old.get("note")):
        return None
    return {**old, "rule": None if old["rule"] == "not-stated" else old["rule"]}


def limits_in_new_form(old):
    if not old or not any(value is not None for value in old.values()):
        return None
    return {**old, "counted": "date"} if old.get("on_date") else old


def degree_in_new_form(text):
    if not text:
        return None
    found = CODED_DEGREES.match(text)
    codes = re.split(r", | or ", found["codes"]) if found else []
    return {"any_of": codes, "note": found["note"]} if codes and DEGREES.issuperset(codes) else {"text": text}


def without_what_is_new(apps, schema_editor):
    """Drop the conditions that the older form cannot hold."""
    criteria = apps.get_model("opportunities", "Criterion").objects
    criteria.filter(
        models.Q(kind__in=NEW_KINDS) | models.Q(route__isnull=False) | models.Q(either__isnull=False)
    ).delete()
    criteria.filter(kind="institution").update(rule=None)
    criteria.filter(on_date__regex="^[0-9]{4}-").update(on_date=None)


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0003_catalogue_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="EligibilityRoute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, verbose_name="short name")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_ja", models.CharField(blank=True, max_length=200, null=True, verbose_name="Japanese name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "route",
                "verbose_name_plural": "routes",
                "ordering": ["position", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_kind",
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_rule_is_of_place",
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_limits_are_of_years",
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_required_is_of_host",
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_once_per_kind",
        ),
        migrations.AddField(
            model_name="criterion",
            name="again_after_years",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="again after years"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="alternative",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="alternative"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="breaks",
            field=opportunities.models.fields.TermField(
                blank=True,
                choices=[
                    ("do-not-count", "Career breaks extend the limit"),
                    ("count", "No allowance for career breaks"),
                ],
                max_length=40,
                null=True,
                verbose_name="career breaks",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="counted",
            field=opportunities.models.fields.TermField(
                blank=True,
                choices=[
                    ("deadline", "when applying"),
                    ("start", "at the start of the award"),
                    ("date", "on a set day"),
                ],
                max_length=40,
                null=True,
                verbose_name="counted",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="countries",
            field=models.JSONField(blank=True, default=list, verbose_name="countries"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="dual_nationals",
            field=opportunities.models.fields.TermField(
                blank=True,
                choices=[("accepted", "Dual nationals accepted"), ("refused", "Dual nationals refused")],
                max_length=40,
                null=True,
                verbose_name="dual nationals",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="either",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="group of alternatives"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="held_by",
            field=opportunities.models.fields.TermField(
                blank=True,
                choices=[("application", "when applying"), ("start", "by the start of the award")],
                max_length=40,
                null=True,
                verbose_name="held by",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="host_kind",
            field=opportunities.models.fields.TermField(
                blank=True,
                choices=[
                    ("host", "A host who receives you"),
                    ("partner", "A partner who applies with you"),
                    ("place", "A place on a course"),
                    ("employer", "An employer"),
                ],
                max_length=40,
                null=True,
                verbose_name="what is needed",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="less_than_maximum",
            field=models.BooleanField(default=False, verbose_name="less than the upper limit"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="level",
            field=opportunities.models.fields.TermField(
                blank=True,
                choices=[
                    ("none", "None"),
                    ("basic", "Basic (A1 to B1; JLPT N5 or N4)"),
                    ("working", "Working (B2; IELTS 6; JLPT N3 or N2)"),
                    ("fluent", "Fluent (C1 or C2; IELTS 7; JLPT N1)"),
                    ("native", "First language"),
                ],
                max_length=40,
                null=True,
                verbose_name="level",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="names",
            field=models.JSONField(blank=True, default=list, verbose_name="named institutions"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="occupations",
            field=models.JSONField(blank=True, default=list, verbose_name="studies or works there"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="on_year",
            field=opportunities.models.fields.TermField(
                blank=True,
                choices=[
                    ("deadline-year", "in the year of the deadline"),
                    ("after-deadline", "the first such day on or after the deadline"),
                    ("second-after-deadline", "the second such day on or after the deadline"),
                    ("year-after-deadline", "in the year after that of the deadline"),
                    (
                        "fiscal-year",
                        "of the Japanese fiscal year of the award (a round that closes from April to June is for the one under way)",
                    ),
                    ("before-deadline", "the last such day on or before the deadline"),
                ],
                max_length=40,
                null=True,
                verbose_name="of which year",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="or_equivalent",
            field=models.BooleanField(default=False, verbose_name="or equal experience"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="partner_only",
            field=models.BooleanField(default=False, verbose_name="only partner institutions"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="permanent_residents",
            field=models.BooleanField(blank=True, null=True, verbose_name="permanent residents count as nationals"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="route",
            field=models.SlugField(blank=True, max_length=80, null=True, verbose_name="route"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="sources",
            field=models.JSONField(blank=True, default=list, verbose_name="sources"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="within_years",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="within the last years"),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="eligibility_terms",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="What one accepts; it does not decide who can apply.",
                verbose_name="terms",
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="kind",
            field=opportunities.models.fields.TermField(
                choices=[
                    ("nationality", "Nationality"),
                    ("residence", "Where you live or work"),
                    ("stay", "Time already spent there"),
                    ("institution", "Institution"),
                    ("occupation", "Studies or employment"),
                    ("career-stage", "Career stage"),
                    ("degree", "Degree"),
                    ("first-degree", "Subject of the first degree"),
                    ("field", "Field"),
                    ("years-since-phd", "Years since the doctorate"),
                    ("age", "Age"),
                    ("language", "Language"),
                    ("work-experience", "Work experience"),
                    ("earlier-award", "Earlier awards"),
                    ("host", "Host"),
                    ("applicant", "Who applies"),
                    ("other", "Other condition"),
                ],
                max_length=40,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="on_date",
            field=models.CharField(
                blank=True, help_text="MM-DD, YYYY-MM-DD", max_length=10, null=True, verbose_name="on the day"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "nationality",
                            "residence",
                            "stay",
                            "institution",
                            "occupation",
                            "career-stage",
                            "degree",
                            "first-degree",
                            "field",
                            "years-since-phd",
                            "age",
                            "language",
                            "work-experience",
                            "earlier-award",
                            "host",
                            "applicant",
                            "other",
                        ),
                    )
                ),
                name="criterion_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ("none", "basic", "working", "fluent", "native")),
                    ("level__isnull", True),
                    _connector="OR",
                ),
                name="criterion_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dual_nationals__in", ("accepted", "refused")), ("dual_nationals__isnull", True), _connector="OR"
                ),
                name="criterion_dual_nationals",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_by__in", ("application", "start")), ("held_by__isnull", True), _connector="OR"
                ),
                name="criterion_held_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted__in", ("deadline", "start", "date")), ("counted__isnull", True), _connector="OR"
                ),
                name="criterion_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "on_year__in",
                        (
                            "deadline-year",
                            "after-deadline",
                            "second-after-deadline",
                            "year-after-deadline",
                            "fiscal-year",
                            "before-deadline",
                        ),
                    ),
                    ("on_year__isnull", True),
                    _connector="OR",
                ),
                name="criterion_on_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("breaks__in", ("do-not-count", "count")), ("breaks__isnull", True), _connector="OR"
                ),
                name="criterion_breaks",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("host_kind__in", ("host", "partner", "place", "employer")),
                    ("host_kind__isnull", True),
                    _connector="OR",
                ),
                name="criterion_host_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rule__isnull", True),
                    ("kind__in", ("nationality", "residence", "institution", "occupation", "first-degree", "field")),
                    _connector="OR",
                ),
                name="criterion_rule_has_its_kinds",
                violation_error_message="A condition of this kind has no rule.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minimum__isnull", True), ("maximum__isnull", True)),
                    ("kind__in", ("years-since-phd", "age", "stay", "work-experience")),
                    _connector="OR",
                ),
                name="criterion_limits_have_their_kinds",
                violation_error_message="A condition of this kind has no limits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("required__isnull", True), ("kind__in", ("host", "earlier-award")), _connector="OR"
                ),
                name="criterion_required_has_its_kinds",
                violation_error_message="A condition of this kind cannot be required.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alternative__isnull", True), ("either__isnull", True)),
                    models.Q(("alternative__isnull", False), ("either__isnull", False)),
                    _connector="OR",
                ),
                name="criterion_alternative_has_its_group",
                violation_error_message="An alternative needs its group, and a group its alternatives.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("stay", "language", "other")), _negated=True),
                    ("either__isnull", True),
                    ("route__isnull", True),
                ),
                fields=("opportunity", "kind"),
                name="criterion_once_common",
                violation_error_message="This condition is already there.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("stay", "language", "other")), _negated=True),
                    ("either__isnull", False),
                    ("route__isnull", True),
                ),
                fields=("opportunity", "either", "alternative", "kind"),
                name="criterion_once_in_alternative",
                violation_error_message="This condition is already there.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("stay", "language", "other")), _negated=True),
                    ("either__isnull", True),
                    ("route__isnull", False),
                ),
                fields=("opportunity", "route", "kind"),
                name="criterion_once_in_route",
                violation_error_message="This condition is already there.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("stay", "language", "other")), _negated=True),
                    ("either__isnull", False),
                    ("route__isnull", False),
                ),
                fields=("opportunity", "route", "either", "alternative", "kind"),
                name="criterion_once_in_alternative_of_route",
                violation_error_message="This condition is already there.",
            ),
        ),
        migrations.RunPython(into_the_new_form, without_what_is_new),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on_date__isnull", True),
                    models.Q(("counted", "date"), ("counted__isnull", False)),
                    _connector="OR",
                ),
                name="criterion_day_is_counted",
                violation_error_message="A day is given, but not said to be the one that counts.",
            ),
        ),
        migrations.AddField(
            model_name="eligibilityroute",
            name="opportunity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="eligibility_routes",
                to="opportunities.opportunity",
            ),
        ),
        migrations.AddConstraint(
            model_name="eligibilityroute",
            constraint=models.UniqueConstraint(
                fields=("opportunity", "key"),
                name="eligibility_route_once",
                violation_error_message="Another route has this short name.",
            ),
        ),
    ]
