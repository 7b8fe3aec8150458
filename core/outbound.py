"""The one way in which the site asks for a page of somebody else's: bounded in time and size, and never inside.

Whatever an address says, and wherever a redirect leads, a request goes only to public addresses of the internet, at
the usual ports. A host is looked up once for each request, what it resolves to is checked, and the connection is made
to the very address that was checked: a name that means something else a moment later changes nothing.
OUTBOUND_ALLOWED_HOSTS names the exceptions.
"""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from time import monotonic
from typing import Literal

import httpx
from django.conf import settings

from core.public_addresses import is_public, look_up

Fault = Literal[
    "refused",  # it leads to where no request of ours goes
    "dns",  # its host has no address
    "unreachable",  # no connection
    "tls",  # no safe connection
    "silent",  # no answer in time
    "broken-off",  # the connection ended without an answer
    "garbage",  # what came is not HTTP
    "redirects",  # it leads round in circles, or on and on
]
PORTS = {"http": 80, "https": 443}
_MOST_TRIED = 3  # addresses of one host
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32

LookUp = Callable[[str], Awaitable[list[str]]]
Gate = Callable[[str], AbstractAsyncContextManager[None]]


class OutboundError(Exception):
    """Nothing came of asking for `url`. The message says why, in words."""

    def __init__(self, fault: Fault, message: str, url: str) -> None:
        super().__init__(message)
        self.fault = fault
        self.url = url


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take: seconds, bytes of the body as they are after unpacking, redirects."""

    connecting: float = 10.0
    silence: float = 15.0
    total: float = 40.0  # with all redirects; not counting what the gate makes it wait
    body: int = 512 * 1024
    redirects: int = 8


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed."""

    url: str
    status: int
    leads_to: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came in the end, from `url`. `is_whole` is False where the body was cut, by us or by the server."""

    url: str
    status: int
    headers: httpx.Headers
    body: bytes
    is_whole: bool
    hops: tuple[Hop, ...] = ()


@asynccontextmanager
async def open_gate(_url: str) -> AsyncIterator[None]:
    """Lets every request through at once."""
    yield


@cache
def _public_authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class Outbound:
    """Asks for pages under one name (`user_agent`). Tests bring their own look-up of hosts and authorities."""

    def __init__(
        self,
        user_agent: str,
        limits: Limits | None = None,
        resolve: LookUp = look_up,
        authorities: ssl.SSLContext | None = None,
    ) -> None:
        self.user_agent = user_agent
        self.limits = limits or Limits()
        self._resolve = resolve
        self._authorities = authorities

    async def fetch(self, url: str, gate: Gate = open_gate) -> Answer:
        """The page at an address, its redirects followed. Raises OutboundError.

        Every single request passes the gate, which is told where it goes: it may make it wait, or raise.
        """
        hops: list[Hop] = []
        seconds = self.limits.total
        async with self._client() as client:
            request = _request(client, url)
            seen = {_state(request)}
            while True:
                address = str(request.url)
                async with gate(address):
                    began = monotonic()
                    with _faults_of(address):
                        response, body, is_whole = await self._ask(client, request, seconds)
                    seconds -= monotonic() - began
                if response.next_request is None:
                    return Answer(address, response.status_code, response.headers, body, is_whole, tuple(hops))
                request = response.next_request
                hops.append(Hop(address, response.status_code, str(request.url)))
                if len(hops) > self.limits.redirects or _state(request) in seen:
                    raise OutboundError("redirects", "It redirects again and again and leads nowhere.", address)
                seen.add(_state(request))

    def _client(self) -> httpx.AsyncClient:
        limits = self.limits
        return httpx.AsyncClient(
            transport=_PinnedTransport(self._authorities or _public_authorities(), self._resolve, limits.connecting),
            headers={
                "User-Agent": self.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
                "Accept-Language": "en-GB,en;q=0.9,ja;q=0.8",
                "Accept-Encoding": "identity",  # nothing to be unpacked, unless the server insists
            },
            timeout=httpx.Timeout(limits.silence, connect=limits.connecting),
            follow_redirects=False,
            trust_env=False,  # a proxy would look the host up itself
        )

    async def _ask(
        self, client: httpx.AsyncClient, request: httpx.Request, seconds: float
    ) -> tuple[httpx.Response, bytes, bool]:
        """The response, the beginning of its body, and whether that is all of it; of a redirect no body is read."""
        body = bytearray()
        response: httpx.Response | None = None
        is_whole = False
        try:
            async with asyncio.timeout(max(seconds, 0)):
                response = await client.send(request, stream=True)
                if response.next_request is None:
                    is_whole = await _read(response, body, self.limits.body)
        except (httpx.TransportError, TimeoutError):
            # Who said what is the matter has answered, even if the rest of it never comes.
            if response is None or not (body or response.is_error):
                raise
        finally:
            if response is not None:
                await response.aclose()
        packed_by = response.headers.get("content-encoding", "")
        return response, _unpacked(bytes(body), packed_by, self.limits.body), is_whole


class _PinnedTransport(httpx.AsyncBaseTransport):
    """Sends a request to an address that was looked up and checked, under the name that was asked for."""

    def __init__(self, authorities: ssl.SSLContext, resolve: LookUp, seconds: float) -> None:
        self._resolve = resolve
        self._seconds = seconds
        # No connection is kept: another host at the same address would be asked over it, unchecked.
        self._inner = httpx.AsyncHTTPTransport(
            verify=authorities, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises OutboundError where the request may not go or its host has no address, else as httpx does."""
        name = request.url.raw_host.decode("ascii")
        failed: httpx.TransportError | None = None
        for address in await self._checked_addresses(request.url):
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,  # the name among them, as Host
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": name},
            )
            try:
                return await self._inner.handle_async_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
        assert failed is not None  # a host without addresses was refused above
        raise failed

    async def _checked_addresses(self, url: httpx.URL) -> list[str]:
        is_exempt = url.host in settings.OUTBOUND_ALLOWED_HOSTS
        if reason := _refusal(url, is_exempt):
            raise OutboundError("refused", reason, str(url))
        try:
            async with asyncio.timeout(self._seconds):
                addresses = await self._resolve(url.raw_host.decode("ascii").strip("[]"))
        except TimeoutError as error:
            raise OutboundError("dns", f"The name {url.host} could not be looked up in time.", str(url)) from error
        except OSError as error:
            raise OutboundError("dns", f"There is no host called {url.host}.", str(url)) from error
        if not addresses:
            raise OutboundError("dns", f"There is no host called {url.host}.", str(url))
        if not is_exempt and (inside := [address for address in addresses if not is_public(address)]):
            reason = f"{url.host} is {ip_address(inside[0])}, which is not a public address."
            raise OutboundError("refused", reason, str(url))
        return addresses[:_MOST_TRIED]

    async def aclose(self) -> None:
        await self._inner.aclose()


def _refusal(url: httpx.URL, is_exempt: bool) -> str | None:
    """Why no request goes to an address of this form; None where one may."""
    if url.scheme not in PORTS:
        return f"It leads to an address that does not begin with http:// or https:// ({url.scheme}:)."
    if not url.host:
        return "It leads to an address without a host."
    if url.userinfo:
        return "It leads to an address with a user name in it."
    if url.port not in (None, *PORTS.values()) and not is_exempt:
        return f"It leads to port {url.port}, at which no page is asked for."
    return None


def _request(client: httpx.AsyncClient, url: str) -> httpx.Request:
    try:
        return client.build_request("GET", url)
    except (httpx.InvalidURL, ValueError) as error:
        raise OutboundError("refused", "It is not a well-formed web address.", url) from error


def _state(request: httpx.Request) -> tuple[str, str | None]:
    """Where a request goes and what it brings along: the same twice is a circle; with a new cookie it is none."""
    return str(request.url), request.headers.get("cookie")


async def _read(response: httpx.Response, body: bytearray, most: int) -> bool:
    """Read the body as it comes, until it is long enough; gives whether that was all."""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) >= most:
            return False
    return True


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The beginning of the body, never longer than `most` however well it was packed; empty where it cannot be read."""
    if encoding.strip().lower() in ("", "identity"):
        return body[:most]
    try:
        return zlib.decompressobj(_GZIP_OR_ZLIB).decompress(body, most)
    except zlib.error:
        return b""


@contextmanager
def _faults_of(url: str) -> Iterator[None]:
    """Says in our words what went wrong while asking for an address."""
    try:
        yield
    except (httpx.TransportError, httpx.InvalidURL, TimeoutError) as error:
        raise OutboundError(*_told(error), url) from error


def _told(error: Exception) -> tuple[Fault, str]:
    """The kind of a failure, and what it was in words."""
    if (trouble := next((e for e in _causes(error) if isinstance(e, ssl.SSLError)), None)) is not None:
        return "tls", f"No safe connection: {getattr(trouble, 'verify_message', '') or trouble.reason or 'TLS failed'}."
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return "unreachable", "No connection to the server."
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "silent", "The server did not answer in time."
    if isinstance(error, httpx.NetworkError) or "disconnected" in str(error):
        return "broken-off", "The server broke the connection off without an answer."
    return "garbage", "What the server sent is not an answer in HTTP."


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
