"""Which passwords are too easy to guess, however long they are."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase

from accounts.core.passwords import Weakness, once, weakness
from accounts.models import User
from accounts.services.passwords import EasyPasswordValidator, known_passwords

KNOWN = frozenset({"password", "sunshine", "qwerty123456", "trustno1"})
ANA = ["spotter", "ana.bauer@example.org", "Ana Bauer"]


class WeaknessTests(SimpleTestCase):
    def test_it_tells_why_a_password_is_easy(self) -> None:
        for password, expected in (
            ("qwerty123456", Weakness.KNOWN),
            ("QWERTY123456", Weakness.KNOWN),
            ("passwordpassword", Weakness.KNOWN),
            ("Sunshine2026!", Weakness.KNOWN),
            ("!!p4$$w0rd!!2026", Weakness.KNOWN),
            ("trustno1trustno1", Weakness.KNOWN),
            ("aaaaaaaaaaaa", Weakness.PATTERN),
            ("121212121212", Weakness.PATTERN),
            ("bcdefghijklmn", Weakness.PATTERN),
            ("poiuytrewqmnb", Weakness.PATTERN),
            ("spotterspotter", Weakness.PERSONAL),
            ("bauer.example26", Weakness.PERSONAL),
            ("Ana Bauer 1990", Weakness.PERSONAL),
        ):
            with self.subTest(password):
                self.assertEqual(weakness(password, KNOWN, ANA), expected)

    def test_it_has_nothing_against_others(self) -> None:
        for password in (
            "correct horse battery", "a-long-training-password", "password of the blue door", "sunshine 8273 6455 19",
            "my spotter is a tall dog", "bauer klettert jeden mai", "深蹲之后要吃一碗牛肉面和两个蛋",
        ):  # fmt: skip
            with self.subTest(password):
                self.assertIsNone(weakness(password, KNOWN, ANA))

    def test_it_finds_what_is_repeated(self) -> None:
        for text, expected in (("abab", "ab"), ("aaa", "a"), ("aba", "aba"), ("", "")):
            with self.subTest(text):
                self.assertEqual(once(text), expected)


class ValidatorTests(SimpleTestCase):
    def test_it_knows_the_leaked_passwords_of_both_lists(self) -> None:
        self.assertGreater(len(known_passwords()), 19_000)
        for password in ("q1w2e3r4t5y6", "1qaz2wsx3edc4rfv", "password1234"):
            with self.subTest(password), self.assertRaises(ValidationError) as refused:
                EasyPasswordValidator().validate(password)
            self.assertEqual(refused.exception.code, "password_known")

    def test_it_looks_at_the_address_of_the_owner(self) -> None:
        EasyPasswordValidator().validate("harrington.pole")
        with self.assertRaises(ValidationError) as refused:
            EasyPasswordValidator().validate("harrington.pole", User(email="harrington@example.org"))
        self.assertEqual(refused.exception.code, "password_personal")
