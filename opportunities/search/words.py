"""Text cut into the pieces by which it is found: folded words, and pairs of characters for Japanese."""

import re
from itertools import pairwise

from core.text import fold

_PIECE = re.compile(
    r"(?P<japanese>[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+)|(?P<word>[^\W_\u3040-\u30ff\u3400-\u9fff]+)"
)


def pieces(text: str) -> list[str]:
    """The pieces of a text, in order: 「英国留学 JSPS」 gives 英国, 国留, 留学, jsps. A lone character stays alone."""
    found: list[str] = []
    for match in _PIECE.finditer(fold(text).replace("'", "").replace("’", "")):
        run = match["japanese"]
        if run is None:
            found.append(match["word"])
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(a + b for a, b in pairwise(run))
    return found
