"""Only addresses that lead where they seem to lead may be linked to."""

import pytest

from core.web_addresses import web_address_fault


@pytest.mark.parametrize(
    "address",
    ["https://example.org/", "http://example.org", "https://例え.jp/道?a=b#c", "https://example.org:8443/a(b)"],
)
def test_plain_addresses_pass(address: str) -> None:
    assert web_address_fault(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "/opportunities/",
        "ftp://example.org/",
        "https:example.org",
        "https://",
        "https://localhost/",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org\\@evil.example/",
        "https://example.org/ a",
        "https://example.org/\n",
        'https://example.org/"onmouseover=',
        "https://example.org/<b>",
        "https://example.org/\u202egro.elpmaxe",
        "https://[::1",
        "https://example.org:port/",
    ],
)
def test_others_are_refused_with_a_reason(address: str) -> None:
    assert web_address_fault(address)
