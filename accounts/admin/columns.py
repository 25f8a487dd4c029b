"""What columns are called in the console.

Django makes their English names from the names of fields; this list is what of them is translated. Given when a page is
registered rather than in the models, where each would be a migration.
"""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

COLUMNS = frozenset({
    _("acknowledged at"), _("acknowledged by"), _("action"), _("actor"), _("after"), _("alerted again at"),
    _("answered at"), _("applied revision"), _("arm"), _("arm probability"), _("as of"), _("at"), _("athlete"),
    _("attempt"), _("attempts"), _("author"), _("author id hint"), _("author user"), _("autonomy"), _("average rpe"),
    _("base revision"), _("because"), _("before"), _("begins on"), _("birth year"), _("bodyweight kg"),
    _("bodyweight share"), _("called fine at"), _("calls"), _("candidates"), _("category"), _("changed at"),
    _("changed by"), _("cleared at"), _("cleared by"), _("client id"), _("coach"), _("completion rate"),
    _("confidence"), _("confirmed at"), _("consented at"), _("content"), _("context"), _("corrected at"),
    _("cost micro usd"), _("count"), _("country"), _("created at"), _("cue en"), _("cue zh hans"), _("decided at"),
    _("deleted at"), _("delivered at"), _("detail"), _("diff"), _("dismiss reason"), _("display name"),
    _("distance m"), _("done at"), _("dry run"), _("due at"), _("duration min"), _("duration s"), _("e1rm kg"),
    _("e1rm use"), _("edits"), _("ended at"), _("ends at"), _("ends on"), _("equipment"), _("error"),
    _("error cause"), _("error type"), _("estimate"), _("estimated min"), _("event"), _("evidence"), _("exercise"),
    _("experience level"), _("expires at"), _("facts"), _("failures"), _("fallback from"), _("fault"), _("file name"),
    _("file sha256"), _("findings"), _("fingerprint"), _("finish reason"), _("finished at"), _("first token ms"),
    _("flags"), _("forecast"), _("goal"), _("hard sets"), _("health"), _("high kg"), _("http status"), _("id"),
    _("illness"), _("import batch"), _("increment kg"), _("innovation"), _("input sha256"), _("instructions"),
    _("instructions sha256"), _("instructions version"), _("intent"), _("invited at"), _("is active"),
    _("is ai generated"), _("is available"), _("is coach"), _("is deload"), _("is dropped"), _("is estimated"),
    _("is exempt"), _("is experiment"), _("is explicit"), _("is fresh"), _("is staff"), _("is treated"), _("job"),
    _("joined at"), _("key"), _("kind"), _("last load kg"), _("last reps"), _("last rpe"), _("last seq"),
    _("lease until"), _("level"), _("lexicon"), _("limitations"), _("load basis"), _("load kg"), _("locale"),
    _("low kg"), _("message"), _("message at"), _("metrics"), _("micro usd"), _("mode"), _("model"),
    _("model returned"), _("name"), _("name en"), _("name zh hans"), _("not before"), _("note"), _("notes"),
    _("notified at"), _("number"), _("occurrence"), _("offer"), _("on"), _("options"), _("origin"), _("outcome"),
    _("owner"), _("pain region"), _("pain severity"), _("params"), _("pattern"), _("payload"), _("performed at"),
    _("performed on"), _("phase"), _("plan"), _("plateau"), _("policy version"), _("position"), _("prices on"),
    _("primary"), _("probability"), _("programme day"), _("progress"), _("provider"), _("provider request"),
    _("put off to"), _("question"), _("ramp"), _("rating"), _("reaction"), _("read at"), _("reason"), _("reasons"),
    _("received at"), _("recovery time"), _("redactions"), _("refinement"), _("reply to"), _("report"), _("reps max"),
    _("reps min"), _("requires"), _("rest s"), _("restored from"), _("revision"), _("revoked at"),
    _("revoked because"), _("role"), _("rotated at"), _("rows read"), _("rows total"), _("rpe"), _("rpe use"),
    _("rule"), _("schema sha256"), _("scope"), _("secondary"), _("seed"), _("seen at"), _("seq"), _("session"),
    _("session e1rm kg"), _("session rpe"), _("sessions"), _("sets"), _("sex"), _("since"), _("skip reason"),
    _("sleep hours"), _("sleep quality"), _("slot index"), _("slot on"), _("slug"), _("source"), _("source ref"),
    _("spec hash"), _("stage"), _("start on"), _("start ratio"), _("started at"), _("started on"), _("state"),
    _("status"), _("stress level"), _("style"), _("subject"), _("summary"), _("symptoms"), _("target"),
    _("target rpe"), _("template"), _("text"), _("timezone"), _("title"), _("tokens"), _("tokens cached"),
    _("tokens in"), _("tokens out"), _("tokens reasoning"), _("tokens reserved"), _("told e1rm kg"), _("tone"),
    _("total ms"), _("total volume"), _("u"), _("unilateral"), _("units"), _("until"), _("updated at"), _("user"),
    _("verdict"), _("warned at"), _("week"), _("why"), _("window ends at"), _("zone"),
})  # fmt: skip


def name_columns(model: type[Model]) -> None:
    """Translate the names that the fields of a model have by themselves; those that were chosen stay."""
    for field in model._meta.concrete_fields:
        if field.verbose_name in COLUMNS:
            field.verbose_name = gettext_lazy(str(field.verbose_name))
