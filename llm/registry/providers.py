"""The providers that the settings describe, in the order in which they are asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from llm.core.catalogue import facts_of
from llm.core.ordering import arranged
from llm.core.providers import LOCAL_SLOWNESS, Kind, Provider, address_problem, is_local_address, kind_of
from llm.registry.standings import standings
from llm.registry.ways import as_learnt


@dataclass(frozen=True, slots=True)
class Described:
    """What the settings say of one provider. `problem`: a code why it is not asked, "" where it is."""

    name: str
    base_url: str
    models: tuple[str, ...]
    providers: tuple[Provider, ...]
    problem: str


def is_on() -> bool:
    """Whether any model may be asked at all."""
    return bool(settings.LLM_MODE == "LIVE" and order())


def order(only: tuple[str, ...] | None = None) -> tuple[Provider, ...]:
    """The providers that can be asked, best first; one entry per model. `only`: of these names, or `name/model`."""
    if settings.LLM_MODE != "LIVE":
        return ()
    found = {told.name: told.providers for told in map(described, settings.LLM_PROVIDERS) if told.providers}
    if not found:
        return ()
    asked = (each for name in arrangement() for each in found.get(name, ()))
    return tuple(each for each in asked if only is None or each.name in only or str(each) in only)


def arrangement() -> tuple[str, ...]:
    """The names of the environment in the order in which they are asked, without those that staff has switched off."""
    return arranged([str(entry["NAME"]) for entry in settings.LLM_PROVIDERS], standings())


def described(entry: dict[str, Any]) -> Described:
    """One entry of settings.LLM_PROVIDERS, made sense of."""
    kind = kind_of(entry["NAME"], entry["BASE_URL"])
    base_url = entry["BASE_URL"] or kind.base_url
    models = tuple(entry["MODELS"]) or ((kind.model,) if kind.model else ())
    problem = problem_of(entry, kind, base_url, models)
    providers = () if problem else tuple(provider_of(entry, kind, base_url, model) for model in models)
    return Described(entry["NAME"], base_url, models, providers, problem)


def problem_of(entry: dict[str, Any], kind: Kind, base_url: str, models: tuple[str, ...]) -> str:
    is_named = bool(entry["API_KEY"] or entry["BASE_URL"] or (entry["MODELS"] and not kind.needs_key))
    if not is_named:
        return "absent"
    if not base_url:
        return "no_address"
    if not models:
        return "no_model"
    if problem := address_problem(base_url, may_be_local=settings.ALLOW_LOCAL_LLM):
        return problem
    return "no_key" if kind.needs_key and not entry["API_KEY"] and not is_local_address(base_url) else ""


def provider_of(entry: dict[str, Any], kind: Kind, base_url: str, model: str) -> Provider:
    if is_local_address(base_url):
        kind = replace(kind, is_local=True)
    told = Provider(
        name=entry["NAME"],
        kind=kind,
        base_url=base_url,
        model=model,
        key=entry["API_KEY"],
        slowness=entry["SLOWNESS"] or max(kind.slowness, LOCAL_SLOWNESS if kind.is_local else 1.0),
        places=entry["PLACES"],
        context=entry["CONTEXT"],
        tokens_max=min(entry["MAX_TOKENS"], facts_of(model).tokens_max or entry["MAX_TOKENS"]),
    )
    return as_learnt(told)
