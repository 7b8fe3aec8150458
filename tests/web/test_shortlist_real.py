"""The shortlist holds as many real opportunities as it promises."""

import pytest

from opportunities.finder.named import MOST_NAMED
from opportunities.models import Opportunity
from opportunities.web.shortlist import Shortlist


@pytest.mark.usefixtures("loaded_catalogue")
def test_the_hundred_longest_names_fit_into_the_cookie() -> None:
    longest = sorted(Opportunity.objects.values_list("slug", flat=True), key=len)[-MOST_NAMED:]
    shortlist, no_room = Shortlist().with_kept(longest)
    assert no_room == ()
    assert shortlist.slugs == tuple(longest)
