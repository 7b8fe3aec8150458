"""The home page, the case studies, and what the catalogue covers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opportunities.models import CaseStudy
from opportunities.search.current import current_snapshot
from opportunities.web.coverage_page import coverage_context
from opportunities.web.home_page import home_context
from opportunities.web.opportunity_page import sources_in_words
from opportunities.wording.places import place_in_words


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One search box, the ways in, and what closes next."""
    return render(request, "web/home.html", home_context(current_snapshot(), timezone.now()))


@require_safe
def case_studies(request: HttpRequest) -> HttpResponse:
    """The four case studies of the report."""
    return render(request, "web/case_studies.html", {"studies": CaseStudy.objects.all()})


@require_safe
def case_study(request: HttpRequest, slug: str) -> HttpResponse:
    """One case study with its people, outcomes, programmes and sources."""
    study = get_object_or_404(CaseStudy.objects.prefetch_related("sources", "related"), slug=slug)
    programmes = {programme.pk: programme for programme in study.opportunities.published()}
    programmes |= {programme.pk: programme for programme in study.related.published()}
    context = {
        "study": study,
        "institutions": [(item["name"], place_in_words(item["country"])) for item in study.institutions],
        "programmes": sorted(programmes.values(), key=lambda programme: programme.name),
        "sources": sources_in_words(study.sources.all()),
    }
    return render(request, "web/case_study.html", context)


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What is covered and what is not."""
    return render(request, "web/coverage.html", coverage_context(current_snapshot(), timezone.now()))
