"""What the environment says, made sense of: providers, warnings, instruction files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase, override_settings

from config import env
from llm import registry
from llm.core.faults import Fault
from llm.core.instructions import InstructionsUnfit
from llm.core.secret import Secret
from llm.management.cures import CURES, cure_of
from llm.models import ModelCall
from llm.registry import files
from llm.registry.checks import models
from tests.llm import server
from tests.llm.base import KEY, asked, entry

ROOT = Path(__file__).resolve().parents[2]
NAMES = "openai,qwen,deepseek,vllm,ollama,llamacpp"
# A file that was ever used is never changed: a change is a new version, with its line here.
HASHES = {
    "chat/en/v1.md": "726b1dd2041f4751f66c28192654808c7f0c3f3c879f7a5d8b053afdee97fe8a",
    "chat/zh-hans/v1.md": "6166e4938191af0ef0bc55fd14cf5b1db6265e1a590691b99ce587e0f32c6e51",
    "chat/zh-hans/v2.md": "9764d0071f9041fa43e0c5a42a3c0d7a24cda2712adfec6b87b903d374cb8165",
    "chat_reading/en/v1.md": "2aa6c6a3f74eb794ee0bf9bf40acce4f36b3bd012b71ebde69990b17598325ae",
    "chat_reading/zh-hans/v1.md": "c5e75a6da1d3ace897d71e9c775a9c819aaebdfe352b9244030025c9e5b4df91",
    "chat_reading/zh-hans/v2.md": "7b541c3e4b63b889f449a0d104c12f2130f372ebf95591d37a9cb13d4787ec63",
    "diagnosis/en/v1.md": "f031b453895296fc359e572e99a96da6f66c71614e2b0fe23d0e1a035ed10968",
    "diagnosis/zh-hans/v1.md": "0e8985ac58b721563cbab23a067d3520528dde48bc229fc3c4dd336b6651c6ec",
    "diagnosis/zh-hans/v2.md": "26144944569ea1d3d38f42d455d102ca5c215571b5dd19229e66a99b87833d47",
    "timing/en/v1.md": "f48d9e861e9b626ef08010018082968eb67aff09f7042ad07c0f992c2b14a62e",
    "timing/zh-hans/v1.md": "636c6826a4fe8d03f2b30f868656c2cdcef89b2688cad70c90ac495120e0c381",
    "timing/zh-hans/v2.md": "568b617d9c5366ebce02e7191848115587acbbb2a39007402ac2621f71bec1a4",
    "plan_refinement/en/v1.md": "133104518ed0043d8dcf203ea472cfec5c2237eb7d80b1e753c7f845c49ba0e7",
    "plan_refinement/en/v2.md": "ad94a94ca77e1bc7d03a52350c456d236404f1f628e1bfa3db671b29e4b209b3",
    "plan_refinement/en/v3.md": "3d3fbc95170981d5f5d8277210739e8d8ff6015c5b597a6f5d5637123d930be2",
    "plan_refinement/zh-hans/v1.md": "d2cac5f2ebd37e640216eb3af57da927426465b5806b6ac622e2ce2a0843c6b5",
    "plan_refinement/zh-hans/v2.md": "82145d0efb7934edc0b22e189c1b9058ca5720e4fae8c596b8935b4da668ed5f",
    "plan_refinement/zh-hans/v3.md": "178dd0776bce75f9731ba400750a2c1e7eb1a121296ff1a901bbc56c39d6b678",
    "plan_refinement/zh-hans/v4.md": "6f8c7b963987300835403580181cfa6ecf523a7e627d9d6c8843653314aacf66",
    "prompt_timing/en/v1.md": "3b3f46ac07cb2a10739f9762bf9b12d7c73d0638c9f7687ce4bb8ceb554d85f2",
    "prompt_timing/zh-hans/v1.md": "9b7baff7936d9397c4d3805c852c5939119cebbe5a8e6888e2a7470b6c006a98",
    "prompt_timing/zh-hans/v2.md": "26f3f06cb16a28141a5f47960672c800a827aceadb6b35a5a85ff6d41e3a8f6c",
    "prompt_wording/en/v1.md": "f389747268e275482b558903308f4f8ab7bdc8a77bcbbe5480dfb3c7942e8e41",
    "prompt_wording/zh-hans/v1.md": "48f461bcf752d5d3112deec4a4c593ab5c8cf732545248947a3a7121e6ee4a35",
    "prompt_wording/zh-hans/v2.md": "89779a620b46cb001c9472c18074d8361fb972bafd4227f5ccd831738c4de9a6",
}


def told(environment: dict[str, str], names: str = NAMES) -> list[dict[str, Any]]:
    with mock.patch.dict(os.environ, environment, clear=True):
        return env.providers("LLM_PROVIDERS", names)


def order(environment: dict[str, str], local: bool = False) -> list[tuple[str, str, str, str]]:
    with override_settings(LLM_MODE="LIVE", LLM_PROVIDERS=told(environment), ALLOW_LOCAL_LLM=local):
        return [(one.name, one.kind.name, one.base_url, one.model) for one in registry.order()]


class OrderTests(TestCase):
    def test_it_asks_nobody_where_nothing_is_set(self) -> None:
        self.assertEqual(order({}), [])
        self.assertEqual(order({"OPENAI_MODEL": "gpt-4o", "OPENAI_TEMPERATURE": "0.7"}), [])

    def test_it_needs_one_key_and_nothing_else(self) -> None:
        self.assertEqual(
            order({"OPENAI_API_KEY": "k"}), [("openai", "openai", "https://api.openai.com/v1", "gpt-5.6-luna")]
        )

    def test_it_takes_the_owners_settings(self) -> None:
        dashscope = "https://dashscope.aliyuncs.com/compatible-mode/v1"
        environment = {
            "OPENAI_API_KEY": "k", "OPENAI_MODEL": "gpt-4-turbo-preview", "OPENAI_TEMPERATURE": "0.7",
            "OPENAI_MAX_TOKENS": "4000", "QWEN_BASE_URL": f"{dashscope}/", "QWEN_API_KEY": "q",
        }  # fmt: skip
        self.assertEqual(
            order(environment),
            [
                ("openai", "openai", "https://api.openai.com/v1", "gpt-4-turbo-preview"),
                ("qwen", "qwen", dashscope, "qwen-plus"),
            ],
        )
        self.assertEqual(order({"DASHSCOPE_API_KEY": "q"})[0][1:3], ("qwen", dashscope))

    def test_it_takes_any_compatible_address_and_several_models(self) -> None:
        url = "http://127.0.0.1:8080/v1"
        environment = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": url, "OPENAI_MODEL": "a, b"}
        self.assertEqual(order(environment), [])
        self.assertEqual(
            order(environment, local=True), [("openai", "compatible", url, "a"), ("openai", "compatible", url, "b")]
        )

    def test_a_local_server_needs_no_key(self) -> None:
        self.assertEqual(
            order({"OLLAMA_MODEL": "qwen3:0.6b"}, local=True),
            [("ollama", "ollama", "http://127.0.0.1:11434/v1", "qwen3:0.6b")],
        )

    def test_it_reads_a_key_from_a_file(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".key") as file:
            file.write(f"{KEY}\n")
            file.flush()
            entries = told({"OPENAI_API_KEY_FILE": file.name})
        self.assertEqual(entries[0]["API_KEY"].reveal(), KEY)
        self.assertNotIn(KEY, repr(entries))

    def test_it_refuses_nonsense(self) -> None:
        for environment, names in (
            ({}, "open ai"),
            ({}, "1x"),
            ({"OPENAI_MAX_TOKENS": "many"}, "openai"),
            ({"OPENAI_SLOWNESS": "-1"}, "openai"),
        ):
            with self.subTest(environment, names=names), self.assertRaises(ImproperlyConfigured):
                told(environment, names)


class CheckTests(SimpleTestCase):
    def ids(self, environment: dict[str, str], local: bool = False) -> list[str | None]:
        with (
            override_settings(LLM_MODE="LIVE", LLM_PROVIDERS=told(environment), ALLOW_LOCAL_LLM=local),
            mock.patch.dict(os.environ, environment),
        ):
            return [message.id for message in models(None)]

    def test_it_says_what_is_wrong_and_is_silent_otherwise(self) -> None:
        for environment, wanted in (
            ({}, []),
            ({"OPENAI_API_KEY": "k"}, []),
            ({"OPENAI_API_KEY": "k", "OPENAI_MODEL": "gpt-4-turbo-preview"}, ["spotter.W102"]),
            ({"OPENAI_API_KEY": "k", "OPENAI_TEMPERATURE": "0.7"}, ["spotter.W103"]),
            ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://x.example/v1", "OPENAI_MODEL": "m"}, ["spotter.E101"]),
            ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://localhost/v1", "OPENAI_MODEL": "m"}, ["spotter.E101"]),
            ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "https://x.example/v1"}, ["spotter.E101"]),
            ({"VLLM_MODEL": "m"}, ["spotter.E101"]),
            ({"OPENAI_CUSTOM_HEADERS": "x: y"}, ["spotter.E104"]),
        ):
            with self.subTest(environment):
                self.assertEqual(self.ids(environment), wanted)

    def test_it_says_nothing_where_models_are_off(self) -> None:
        with override_settings(LLM_MODE="OFF", LLM_PROVIDERS=told({"VLLM_MODEL": "m"})):
            self.assertEqual(models(None), [])


class FileTests(SimpleTestCase):
    def test_no_file_changes_without_a_new_version(self) -> None:
        found = {
            path.relative_to(files.FOLDER).as_posix(): registry.instructions(
                path.parts[-3], path.parts[-2], int(path.stem[1:])
            )
            for path in files.every()
        }
        self.assertEqual({name: told.sha256 for name, told in found.items()}, HASHES)
        for told in found.values():
            self.assertIn("owner", dict(told.head))

    def test_it_takes_the_language_that_there_is(self) -> None:
        self.assertEqual(registry.instructions("plan_refinement", "zh-hans").locale, "zh-hans")
        self.assertEqual(registry.instructions("plan_refinement", "fr").locale, "en")
        for name, version in (("nothing", None), ("plan_refinement", 99)):
            with self.assertRaises(InstructionsUnfit):
                registry.instructions(name, "en", version)


class CommandTests(TestCase):
    def run_command(self, *args: str) -> tuple[int, str]:
        out = StringIO()
        try:
            call_command("check_llm", *args, stdout=out, no_color=True)
        except CommandError as problem:
            return problem.returncode, f"{out.getvalue()}{problem}"
        return 0, out.getvalue()

    def test_whoever_has_nothing_reads_what_to_set(self) -> None:
        for mode, cure in (("LIVE", "OPENAI_BASE_URL=http://127.0.0.1:8080/v1"), ("OFF", "Unset LLM_MODE")):
            with self.subTest(mode), override_settings(LLM_MODE=mode, LLM_PROVIDERS=[]):
                code, said = self.run_command()
                self.assertEqual(code, 2)
                self.assertIn(cure, said)

    def test_a_model_without_key_and_address_is_named(self) -> None:
        half = {**entry("openai", "", "gpt-4o"), "API_KEY": Secret("")}
        with override_settings(LLM_MODE="LIVE", LLM_PROVIDERS=[half]):
            self.assertIn("OPENAI_MODEL is set, but neither OPENAI_API_KEY nor", self.run_command()[1])

    def test_it_tells_what_answers_and_what_to_do_about_the_rest(self) -> None:
        listed = b'{"object": "list", "data": [{"id": "m"}]}'
        with server.provider(m=server.says("Tuesday it is?")) as provider:
            for scripts, code, *said in (
                (server.says_bytes(listed, "application/json"), 0, "answers"),
                (server.not_found, 0, "lists no models", "a few words take"),
                (server.refuses(401, server.error_body("x", message=KEY)), 1, "auth 401", "P0_API_KEY"),
                (server.says_bytes(b"<html>", "text/html"), 1, "does not answer", "does not speak", "end in /v1"),
                (server.resets, 1, "network", "Does that server run"),
                (server.refuses(503), 1, "overloaded 503", "Try again"),
                (server.refuses(402), 1, "quota 402", "billing"),
            ):
                provider.scripts["models"] = scripts
                with self.subTest(said), asked(provider, "m"):
                    found = self.run_command()
                    self.assertEqual(found[0], code)
                    for words in said:
                        self.assertIn(words, found[1])
                    self.assertNotIn(KEY, found[1])
            with asked(provider, "m"):
                self.assertEqual(self.run_command("--offline")[0], 0)

    def test_it_says_which_jobs_a_slow_model_is_too_slow_for(self) -> None:
        listed = server.says_bytes(b'{"object": "list", "data": [{"id": "m"}]}', "application/json")
        with server.provider(models=listed, m=server.drips("Yes", 0.1)) as provider, asked(provider, "m"):
            code, said = self.run_command()
        self.assertEqual(code, 0)
        self.assertIn("prompt_wording: needs about", said)
        self.assertIn("P0_SLOWNESS, LLM_WAIT_PROMPT_WORDING_S", said)
        self.assertEqual(ModelCall.objects.get().job, "probe")

    def test_it_says_that_a_model_which_is_listed_does_not_answer(self) -> None:
        listed = server.says_bytes(b'{"object": "list", "data": [{"id": "m"}]}', "application/json")
        with server.provider(models=listed) as provider, asked(provider, "m"):
            code, said = self.run_command()
        self.assertEqual(code, 1)
        self.assertIn("has no answer to a question: not_found", said)
        self.assertIn("Set P0_MODEL", said)

    def test_it_names_a_retired_model_and_a_wrong_address(self) -> None:
        entries = [
            entry("openai", "http://x.example/v1", "gpt-4-turbo-preview"),
            entry("mine", "https://x.example/v1", "gpt-4o"),
        ]
        with override_settings(LLM_PROVIDERS=entries):
            code, said = self.run_command("--offline")
        self.assertEqual(code, 1)
        self.assertIn("Use https in OPENAI_BASE_URL", said)
        self.assertIn("2027-01-14. Set MINE_MODEL=", said)

    def test_there_is_something_to_do_about_every_fault_of_a_provider(self) -> None:
        ours = {Fault.CANCELLED, Fault.UNCONFIGURED, Fault.NOT_ALLOWED, Fault.LOST}
        self.assertEqual(set(CURES), set(Fault) - ours)
        with override_settings(LLM_MODE="LIVE", LLM_PROVIDERS=[entry("mine", "https://x.example/v1", "small")]):
            [provider] = registry.order()
        for fault in Fault:
            said = cure_of(fault, provider)
            with self.subTest(fault):
                self.assertNotIn("{", said)
                self.assertTrue(said.endswith("."))


NO_KEY = """
import socket, sys
def forbidden(*args): raise AssertionError("a socket was opened")
import django
django.setup()
from llm import services as llm
from tests.llm.base import question
socket.socket.connect = socket.create_connection = socket.getaddrinfo = forbidden
print(llm.ask(question()).fault, sorted({"openai", "httpx2", "jiter"} & set(sys.modules)))
"""


@pytest.mark.once
class NoKeyTests(SimpleTestCase):
    def test_without_a_key_nothing_is_imported_and_no_socket_opened(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            clean = {name: value for name, value in os.environ.items() if "API_KEY" not in name}
            clean |= {
                "DATA_DIR": folder,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DATABASE_URL": "",
                "REDIS_URL": "",
            }
            done = subprocess.run(
                [sys.executable, "-c", NO_KEY], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
            )
        self.assertEqual((done.stdout.strip(), done.stderr), ("unconfigured []", ""))
