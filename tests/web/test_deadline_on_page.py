"""The page of one opportunity: the deadline here and there, both sides of a joint call, what comes before it."""

from collections.abc import Callable, Iterator

import pytest
import time_machine

from tests.builders import make_opportunity, round_entry
from tests.web.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        yield


def test_a_deadline_at_midnight_is_told_as_the_evening_before_here_and_in_japan(look: Callable[[str], Page]) -> None:
    midnight = round_entry("2027", closes="2026-12-16", closes_time="00:00")
    make_opportunity("night", cycle={"timezone": "Europe/London", "rounds": [midnight]})
    text = look("/opportunities/night/").text
    assert "Closes 23:59 on 15 December 2026 (UK time, GMT)" in text
    assert "Japan time: 09:00 on 16 December 2026 (JST)" in text
    assert "00:00" not in text
    assert "Round: 2027" in text
    japanese = look("/ja/opportunities/night/").text
    assert "23:59" in japanese
    assert "（英国時間・GMT）" in japanese


def test_both_sides_of_a_joint_call_stand_side_by_side(look: Callable[[str], Page]) -> None:
    uk = round_entry("2027 (UK side)", closes="2027-01-31")
    japan = round_entry("2027 (Japanese side)", closes="2026-11-20", timezone="Asia/Tokyo")
    make_opportunity("joint", cycle={"timezone": "Europe/London", "rounds": [uk, japan]})
    text = look("/opportunities/joint/").text
    sides = text[text.index("Both sides of the joint call") :]
    assert "2027 (Japanese side): closed 20 November 2026 (Japan time)" in sides
    assert "UK time: that day is over before the end of 20 November 2026" in sides
    assert "2027 (UK side): closes 31 January 2027 (UK time)" in sides
    assert "the earlier one counts" in sides


def test_where_only_one_side_is_known_that_is_said(look: Callable[[str], Page]) -> None:
    side = round_entry("2027 (Japanese side)", closes="2027-01-20", timezone="Asia/Tokyo")
    make_opportunity("half", cycle={"rounds": [side]})
    assert "The deadline of the other side is not stated" in look("/opportunities/half/").text
    make_opportunity("single", cycle={"rounds": [round_entry()]})
    assert "side" not in look("/opportunities/single/").text


def test_what_comes_first_stands_beside_the_deadline(look: Callable[[str], Page]) -> None:
    eligibility = {"host": {"required": True}, "applicant": "nominated"}
    make_opportunity("hosted", eligibility=eligibility, cycle={"rounds": [round_entry()]})
    page = look("/opportunities/hosted/")
    assert "What comes first" in page.text
    assert "A host must agree before you apply. Finding one often takes weeks: ask now." in page.text
    assert "You must be nominated." in page.text
    make_opportunity("over", eligibility=eligibility, cycle={"rounds": [round_entry(closes="2025-01-01")]})
    assert "What comes first" not in look("/opportunities/over/").text


def test_an_estimate_names_the_days_that_it_rests_on_and_is_no_announcement(look: Callable[[str], Page]) -> None:
    past = [round_entry(str(year), closes=f"{year}-12-15", opens=f"{year}-10-01") for year in (2023, 2025)]
    cycle = {"frequency": "annual", "usual_closes": ["12-15"], "usual_opens": "10-01", "timezone": "Europe/London"}
    make_opportunity("yearly", cycle={**cycle, "rounds": past})
    text = look("/opportunities/yearly/").text
    assert "Next deadline (estimate) 15 December 2026 (UK time)" in text
    assert "Estimate from past dates: 15 December in 2023 and 2025" in text
    assert "The opening is not announced: estimate from past dates: 1 October in 2023 and 2025" in text
    assert "Japan time:" not in text  # an estimate has no hours to be told elsewhere


def test_the_page_leads_to_its_calendar_and_its_feed(look: Callable[[str], Page]) -> None:
    make_opportunity("sakura")
    links = look("/ja/opportunities/sakura/").links
    assert "/opportunities/sakura.ics?lang=ja" in links
    assert "webcal://testserver/opportunities/sakura.ics?lang=ja" in links
    assert "/opportunities/sakura.atom?lang=ja" in links
