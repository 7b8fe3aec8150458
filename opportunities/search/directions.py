"""Which way a question points: from the UK to Japan, from Japan to the UK, or within one of them.

Every mention of the two countries (and of their best-known towns) is read with the words around it: people *from*
there, or a place to go *to*. A country that is only named ("Japanese studies") says nothing.
"""

import re
from collections.abc import Iterator

_ENGLISH_PLACES = {
    "uk": "the uk|uk|u.k.|united kingdom|great britain|britain|england|scotland|wales|northern ireland|london|oxford|"
    "cambridge|edinburgh|glasgow|manchester|birmingham|leeds|bristol|liverpool|sheffield|newcastle|nottingham|cardiff|"
    "belfast|swansea|exeter|durham|york|norwich|southampton|warwick|st andrews|aberdeen",
    "japan": "japan|tokyo|kyoto|osaka|tsukuba|okinawa|hokkaido|sapporo|sendai|tohoku|nagoya|fukuoka|kyushu|hiroshima|"
    "kobe|yokohama",
}
_JAPANESE_PLACES = {
    "uk": "イギリス|英国|ロンドン|スコットランド|イングランド|ウェールズ|オックスフォード|ケンブリッジ|エディンバラ|"
    "マンチェスター",
    "japan": "日本|東京|京都|大阪|つくば|沖縄|北海道|札幌|仙台|東北|名古屋|福岡|九州|広島|神戸|横浜",
}
_ADJECTIVES = {"uk": "british|english|scottish|welsh|uk-based|uk", "japan": "japan-based|japanese"}
_WAY = {
    ("uk", "japan"): "uk-to-japan",
    ("japan", "uk"): "japan-to-uk",
    ("uk", "uk"): "in-uk",
    ("japan", "japan"): "in-japan",
}
_OTHER = {"uk": "japan", "japan": "uk"}


def _named(land: str) -> re.Pattern[str]:
    english = f"{_ADJECTIVES[land]}|{_ENGLISH_PLACES[land]}".replace(".", r"\.")
    return re.compile(rf"\b(?:{english})\b|{_JAPANESE_PLACES[land]}")


_MENTION = {land: _named(land) for land in _OTHER}
_IN_FRONT_OF_ORIGIN = re.compile(
    r"\b(?:from|(?:based|living|studying|enrolled|employed|working) (?:in|at)|"
    r"(?:applicants?|candidates?) (?:is|are) (?:in|at)|doing (?:a|my|her|his|their) [\w-]+ (?:in|at))(?: the)? $"
)
# "my thesis at Leeds", "I teach in Belfast": where she is, unless a wish stands between.
_OF_ONESELF = re.compile(
    r"\b(?:i|im|my|we|our|now|currently)\b(?P<between>[^,.;?!]{0,60}?) (?:in|at)(?: the)?(?: university of)? $"
)
_WISH = re.compile(
    r"\b(?:want|wish|would|like|hope|hoping|plan|planning|need|go|going|visit|spend|apply|to|for|can|could)\b"
)
_BEING = re.compile(r"\b(?:i am|im|we are)(?: an?)? $")
_PEOPLE = re.compile(
    r"^ (?:[\w-]+ ){0,3}?(?:applicant|researcher|student|scholar|scientist|academic|professor|lecturer|postdoc|"
    r"post-doc|graduate|undergraduate|phd|citizen|national|artist|teacher|engineer|people|passport|curator|pupil|person|man|"
    r"woman)s?\b"
    r"|^(?:から|発の?|在住|国籍|人|学生|の(?:若手|大学院|博士|中堅|優秀な)?"
    r"(?:先生|教授|研究者|学生|院生|高校生|大学生|教員|大学院生|ポスドク|芸術家))"
)
_ADJECTIVE = {land: re.compile(rf"(?:{words})$") for land, words in _ADJECTIVES.items()}
_ARROW = re.compile(r"^ ?(?:to|->|→|⇒) ?(?:the )?(?:\w+)")
_IN_FRONT_OF_DESTINATION = re.compile(
    r"(?:\b(?:to|into|visit|visiting|towards|toward|tour)|->|→|⇒) ?(?:the |(?:[\w-]+ ){1,3}(?:in|at|of) (?:the )?)?$"
)
_GOING = re.compile(r"^(?:の[^のでにへ、。 ]{1,8})?(?:に|へ|での?|への|留学|訪問|渡航|滞在|行き|派遣)")
_IN_FRONT_OF_PLACE = re.compile(r"\b(?:in|at|across|around)(?: the)?(?: university of)? $")


def direction_of(question: str) -> str | None:
    """The code of the direction that a folded question speaks of; None where it does not say."""
    roles = list(_roles(question))
    origin = next((land for role, land in roles if role == "origin"), None)
    goal = next((land for role, land in reversed(roles) if role == "destination"), None)
    if goal is None:
        # "a chemist in Leeds who wants a year in Kyoto": the place that is named last is where she goes.
        places = [land for role, land in roles if role == "place"]
        goal = places[-1] if places else None
        if goal and origin is None and len(set(places)) > 1:
            origin = _OTHER[goal]
    if goal is None and origin is None:
        return None
    return _WAY[origin or _OTHER[str(goal)], goal or _OTHER[str(origin)]]


def _roles(text: str) -> Iterator[tuple[str, str]]:
    """What each mention of a country is, in order: origin, destination or place."""
    mentions = sorted(
        (match.start(), match.end(), land) for land, named in _MENTION.items() for match in named.finditer(text)
    )
    for start, end, land in mentions:
        if role := _role(text[:start], text[start:end], text[end:], land):
            yield role, land


def _role(before: str, mention: str, after: str, land: str) -> str | None:
    if _IN_FRONT_OF_ORIGIN.search(before):
        return "origin"
    is_adjective = bool(_ADJECTIVE[land].search(mention))
    if is_adjective and _BEING.search(before):
        return "origin"
    if (is_adjective or not mention.isascii()) and _PEOPLE.search(after):
        return "origin"
    if (myself := _OF_ONESELF.search(before)) and not _WISH.search(myself["between"]):
        return "origin"
    if _IN_FRONT_OF_DESTINATION.search(before) or _GOING.search(after):
        return "destination"
    if _ARROW.search(after) and _MENTION[_OTHER[land]].search(after):
        return "origin"
    return "place" if _IN_FRONT_OF_PLACE.search(before) else None
