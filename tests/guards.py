"""What turns silent faults into failing tests."""

import ipaddress
import socket
import sys
from pathlib import Path

import pytest
from django.template import Node
from django.template.base import FilterExpression

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class OutsideAddress(AssertionError):
    """A test tried to reach another machine."""


def _is_local(address) -> bool:
    if not isinstance(address, tuple):  # a Unix socket
        return True
    host = address[0]
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def keep_sockets_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection and every look-up of a name is refused unless it is this machine's own."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self, address):
        if not _is_local(address):
            raise OutsideAddress(f"A test tried to connect to {address!r}.")
        return connect(self, address)

    def guarded_connect_ex(self, address):
        if not _is_local(address):
            raise OutsideAddress(f"A test tried to connect to {address!r}.")
        return connect_ex(self, address)

    def guarded_getaddrinfo(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_local((name,)):
            raise OutsideAddress(f"A test tried to look up the host {name!r}.")
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


class UndefinedVariable(str):
    """``string_if_invalid`` that fails the test when one of the portal's own templates names nothing.

    Templates of packages rely on undefined variables being empty; for those it behaves like the
    empty string that Django uses by default. ``|default`` says that absence is expected.
    """

    def __bool__(self) -> bool:
        expression, template = self._where()
        if expression is None or template is None or not Path(template).is_relative_to(TEMPLATES):
            return False
        if any(function.__name__ in ("default", "default_if_none") for function, _ in expression.filters):
            return False
        pytest.fail(f"Undefined template variable {expression.token!r} in {template}", pytrace=False)

    def _where(self) -> tuple[FilterExpression | None, str | None]:
        """The expression being resolved, and the file of the tag that asked for it."""
        expression = None
        frame = sys._getframe(2)
        while frame is not None:
            this = frame.f_locals.get("self")
            if expression is None and isinstance(this, FilterExpression):
                expression = this
            elif isinstance(this, Node) and getattr(this, "origin", None) is not None:
                return expression, this.origin.name
            frame = frame.f_back
        return expression, None
