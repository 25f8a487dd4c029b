"""Who gets through which door: every address × every kind of person × every method."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import TestCase, override_settings

from accounts.models import User
from tests.plans.base import WIDE
from tests.security import table
from tests.security.routes import every_route
from tests.security.table import Addresses, Door
from tests.security.world import Belongings, Neighbours

pytestmark = [pytest.mark.security, pytest.mark.sqlite]
# What differs between two refusals of the same kind.
VARYING = re.compile(
    r'"(timestamp|path|request_id)":"[^"]*"|\b[0-9a-f]{32}\b|[0-9a-f]{8}-[0-9a-f-]{27}|nonce="[^"]*"'
    r'|name="csrfmiddlewaretoken" value="[^"]*"|no-such-[0-9a-f]{8}'
)
FORBIDDEN = {401, 403, 404}


class TableTests(TestCase):
    def test_every_route_is_in_one_table_with_all_its_methods(self) -> None:
        known: dict[str, Door] = {}
        parts = (table.OWNED, table.VISITED, table.OWN, table.COACHES, table.STAFF, table.PUBLIC)
        for part in parts:
            known |= part
        sizes = [len(part) for part in parts]
        self.assertEqual(sum(sizes), len(known), "a route stands in two tables")
        real = {route.path: set(route.methods) for route in every_route() if not route.path.startswith("admin/")}
        self.assertEqual({path: set(each.methods) for path, each in known.items()}, real)

    def test_every_page_of_the_console_is_in_the_table(self) -> None:
        self.assertEqual(
            {route.path for route in every_route() if route.path.startswith("admin/")}, table.console_routes()
        )

    def test_every_id_in_an_address_makes_it_owned(self) -> None:
        for path in (*table.OWN, *table.COACHES, *table.STAFF, *table.PUBLIC):
            with self.subTest(path):
                self.assertNotIn("<", path)


@override_settings(RATE_LIMITS={**WIDE})
class Doors(Neighbours, TestCase):
    """Each request is taken back, so that the next one finds the world as it was."""

    def knock(self, person: User | None, method: str, address: str, body: Any = None) -> Any:
        client = self.api(person)
        client.raise_request_exception = False
        with taken_back():
            return getattr(client, method)(address, body if method != "get" else None, **form(address, method))

    def assert_closed_to_nobody(self, address: str, response: Any) -> None:
        if address.startswith(("/api/", "/health")):
            self.assertEqual((response.status_code, response.json()["code"]), (401, "not_authenticated"))
        else:
            self.assertEqual(response.status_code, 302)
            self.assertTrue(response["Location"].startswith("/sign-in"), response["Location"])

    def cases(self, doors: Mapping[str, Door], of: Belongings) -> list[tuple[str, Door, str, Any]]:
        return [(path, each, method, body(of)) for path, each in doors.items() for method, body in each.methods.items()]


class OwnedDoorTests(Doors):
    def test_nobody_is_asked_who_they_are(self) -> None:
        for path, _door, method, body in self.cases(table.OWNED, self.anas):
            with self.subTest(path, method=method):
                address = Addresses(ids_for(path, self.anas)).of(path)
                self.assert_closed_to_nobody(address, self.knock(None, method, address, body))

    def test_for_a_stranger_it_does_not_exist(self) -> None:
        """Another athlete, a coach of others and staff get the very answer that an id of nobody gets."""
        for path, _door, method, body in self.cases(table.OWNED, self.anas):
            with self.subTest(path, method=method):
                real, unreal = Addresses(ids_for(path, self.anas)).of(path), Addresses().of(path)
                nothing = plain(self.knock(self.ben, method, unreal, body))
                self.assertEqual(nothing[0], 404, nothing)
                for person in (self.ben, self.dan, self.ola):
                    self.assertEqual(plain(self.knock(person, method, real, body)), nothing, person)

    def test_a_coach_with_consent_comes_in_where_coaches_may(self) -> None:
        for path, each, method, body in self.cases(table.OWNED, self.anas):
            with self.subTest(path, method=method):
                real, unreal = Addresses(ids_for(path, self.anas)).of(path), Addresses().of(path)
                answer = plain(self.knock(self.cleo, method, real, body))
                if method == "post" and path in table.ATHLETES_TO_DECIDE:
                    self.assertEqual((answer[0], "suggestion_needs_athlete" in answer[1]), (403, True), answer)
                elif each.coach:
                    self.assertNotIn(answer[0], FORBIDDEN, answer)
                else:
                    self.assertEqual(answer, plain(self.knock(self.cleo, method, unreal, body)))

    def test_the_owner_comes_in(self) -> None:
        for path, _door, method, body in self.cases(table.OWNED, self.anas):
            with self.subTest(path, method=method):
                answer = plain(self.knock(self.ana, method, Addresses(ids_for(path, self.anas)).of(path), body))
                self.assertNotIn(answer[0], FORBIDDEN, answer)
                self.assertLess(answer[0], 500)

    def test_one_own_id_opens_no_other(self) -> None:
        """Where an address names two things, Ben's own does not open the door to Ana's."""
        for path, _door, method, body in self.cases(table.OWNED, self.bens):
            with self.subTest(path, method=method):
                names = [name for _kind, name in table.placeholders(path) if name != "number"]
                for foreign in names if len(names) > 1 else ():
                    mixed = {**ids_for(path, self.bens), foreign: ids_for(path, self.anas)[foreign]}
                    answer = self.knock(self.ben, method, Addresses(mixed).of(path), body)
                    self.assertEqual(answer.status_code, 404, foreign)


class VisitedDoorTests(Doors):
    def test_nobody_is_asked_who_they_are(self) -> None:
        for path, _door, method, body in self.cases(table.VISITED, self.anas):
            with self.subTest(path, method=method):
                address = Addresses(ids_for(path, self.anas)).of(path)
                self.assert_closed_to_nobody(address, self.knock(None, method, address, body))

    def test_for_whoever_may_not_look_it_does_not_exist(self) -> None:
        for path, _door, method, body in self.cases(table.VISITED, self.anas):
            with self.subTest(path, method=method):
                real, unreal = Addresses(ids_for(path, self.anas)).of(path), Addresses().of(path)
                nothing = plain(self.knock(self.ben, method, unreal, body))
                self.assertEqual(nothing[0], 404, nothing)
                for person in (self.ana, self.ben, self.dan):
                    self.assertEqual(plain(self.knock(person, method, real, body)), nothing, person)

    def test_a_coach_with_consent_comes_in_and_staff_look(self) -> None:
        for path, _door, method, body in self.cases(table.VISITED, self.anas):
            with self.subTest(path, method=method):
                real = Addresses(ids_for(path, self.anas)).of(path)
                for person in (self.cleo, self.ola):
                    answer = plain(self.knock(person, method, real, body))
                    if person == self.ola and method == "post":
                        self.assertEqual(answer[0], 403, answer)
                    else:
                        self.assertNotIn(answer[0], FORBIDDEN, (person, answer))

    def test_the_consent_of_one_athlete_opens_nothing_of_another(self) -> None:
        for path, _door, method, body in self.cases(table.VISITED, self.bens):
            if "plan_id" in path or "session_id" in path:
                mixed = {**ids_for(path, self.bens), "athlete_id": self.anas.ids()["athlete_id"]}
                with self.subTest(path, method=method):
                    answer = self.knock(self.cleo, method, Addresses(mixed).of(path), body)
                    self.assertEqual(answer.status_code, 404)


class OtherDoorTests(Doors):
    def test_nobody_is_asked_who_they_are(self) -> None:
        for path, _door, method, body in self.cases({**table.OWN, **table.COACHES, **table.STAFF}, self.anas):
            with self.subTest(path, method=method):
                self.assert_closed_to_nobody(f"/{path}", self.knock(None, method, f"/{path}", body))

    def test_everyone_finds_what_is_theirs_and_nothing_of_others(self) -> None:
        of_ana = [value for name, value in self.anas.ids().items() if name != "number"] + [self.ana.email]
        for path, _door, method, body in self.cases(table.OWN, self.anas):
            with self.subTest(path, method=method):
                for person in (self.ana, self.ben, self.dan, self.ola):
                    answer = self.knock(person, method, f"/{path}", body)
                    self.assertLess(answer.status_code, 500)
                    self.assertNotIn(answer.status_code, {401, 404})
                    if person is not self.ana:
                        said = content(answer)
                        self.assertEqual([each for each in of_ana if each in said], [], person)

    def test_only_coaches_see_athletes_and_each_their_own(self) -> None:
        for path, _door, method, body in self.cases(table.COACHES, self.anas):
            with self.subTest(path, method=method):
                for person in (self.ana, self.ben, self.ola):
                    self.assertEqual(self.knock(person, method, f"/{path}", body).status_code, 403)
                for person in (self.cleo, self.dan):
                    self.assertLess(self.knock(person, method, f"/{path}", body).status_code, 300)
        self.assertIn(self.ana.email, content(self.knock(self.cleo, "get", "/api/v1/me/athletes")))
        self.assertNotIn(self.ana.email, content(self.knock(self.dan, "get", "/api/v1/me/athletes")))

    def test_only_staff_see_what_ails_the_machine(self) -> None:
        for path, _door, method, body in self.cases(table.STAFF, self.anas):
            with self.subTest(path, method=method):
                for person in (self.ana, self.cleo, self.dan):
                    self.assertEqual(self.knock(person, method, f"/{path}", body).status_code, 403)
                self.assertEqual(self.knock(self.ola, method, f"/{path}", body).status_code, 200)

    def test_what_is_public_is_open_to_everyone(self) -> None:
        for path, _door, method, body in self.cases(table.PUBLIC, self.anas):
            with self.subTest(path, method=method):
                for person in (None, self.ana, self.cleo, self.ola):
                    answer = self.knock(person, method, f"/{path}", body)
                    self.assertNotIn(answer.status_code, {*FORBIDDEN, 500}, person)


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ids_for(path: str, of: Belongings) -> dict[str, str]:
    """Where the same word in an address means something else."""
    if "performance" in path:
        return {**of.ids(), "client_id": str(of.metrics.client_id)}
    if "illness" in path:
        return {**of.ids(), "client_id": str(of.illness.client_id)}
    return {**of.ids(), "slug": of.rating.exercise_id} if "lifts" in path else of.ids()


def form(address: str, method: str) -> dict[str, str]:
    """Pages read forms, the API reads JSON."""
    return {} if address.startswith("/api/") or method == "get" else {"format": "multipart"}


def content(response: HttpResponseBase) -> str:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def plain(response: HttpResponseBase) -> tuple[int, str]:
    return response.status_code, VARYING.sub("…", content(response))
