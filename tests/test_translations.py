"""The Japanese of the public pages is whole, and what is served is what was translated."""

import gettext
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings

FOLDER = Path(settings.LOCALE_PATHS[0]) / "ja" / "LC_MESSAGES"


def test_every_text_is_translated_and_compiled() -> None:
    with (FOLDER / "django.po").open("rb") as source, (FOLDER / "django.mo").open("rb") as compiled:
        catalogue, served = read_po(source, locale="ja"), gettext.GNUTranslations(compiled)
    messages = [message for message in catalogue if message.id]
    assert len(messages) > 150
    for message in messages:
        text = str(message.id[0] if isinstance(message.id, tuple) else message.id)
        translation = message.string[0] if isinstance(message.string, tuple) else message.string
        assert translation, f"not translated: {text}"
        assert not message.fuzzy, f"to be looked at again: {text}"
        answer = served.ngettext(text, "", 1) if isinstance(message.id, tuple) else served.gettext(text)
        assert answer == translation, f"not compiled (make messages): {text}"
