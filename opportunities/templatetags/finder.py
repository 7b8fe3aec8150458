"""Tags that every page needs."""

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag(takes_context=True)
def other_language(context: RequestContext) -> SafeString:
    """A link to the same page in the other language, named in that language."""
    request = context.get("request")
    path = request.get_full_path() if request is not None else "/"
    code, name = next((code, name) for code, name in _NAMES if code != get_language())
    return format_html('<a href="{}" hreflang="{}" lang="{}">{}</a>', translate_url(path, code), code, code, name)


_NAMES = [(code, {"ja": "日本語"}.get(code, "English")) for code, _name in settings.LANGUAGES]
