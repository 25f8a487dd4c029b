"""On PostgreSQL the decisions are partitioned by month; on both databases none of them is ever changed.

The one thing that may happen to a decision is that its athlete is erased. A column added later joins the list of those
that stay as they are. On SQLite a later change of this table is made by copying it, which leaves the triggers behind:
repeat `protect` after it.
"""

from typing import Any

from django.db import migrations

TABLE = "coaching_decisions"
SAID = "decisions are never changed"
FIXED = (
    "id, subject, slot_on, slot_index, decided_at, timezone, programme_day, candidates, rule, occurrence, is_available, "
    "reasons, is_exempt, is_experiment, probability, u, seed, is_treated, arm, arm_probability, policy_version, context, "
    "verdict"
)
INDEXES = (
    f"CREATE INDEX decision_of_athlete ON {TABLE} (athlete_id, decided_at DESC)",
    f"CREATE INDEX decision_by_time ON {TABLE} (decided_at)",
)
ATHLETE = (
    f"ALTER TABLE {TABLE} ADD CONSTRAINT decision_athlete FOREIGN KEY (athlete_id) REFERENCES accounts_user (id) "
    "DEFERRABLE INITIALLY DEFERRED"
)
ONCE = f"ALTER TABLE {TABLE} ADD CONSTRAINT decision_once_per_slot UNIQUE (subject, slot_on, slot_index)"
PARTITIONED = (
    f"ALTER TABLE {TABLE} RENAME TO {TABLE}_before",
    f"CREATE TABLE {TABLE} (LIKE {TABLE}_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (slot_on)",
    f"CREATE TABLE {TABLE}_other PARTITION OF {TABLE} DEFAULT",
    f"INSERT INTO {TABLE} SELECT * FROM {TABLE}_before",  # noqa: S608  our own words
    f"DROP TABLE {TABLE}_before",
    f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id, slot_on)",
    ONCE,
    ATHLETE,
    *INDEXES,
)
PLAIN = (
    f"ALTER TABLE {TABLE} RENAME TO {TABLE}_before",
    f"CREATE TABLE {TABLE} (LIKE {TABLE}_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
    f"INSERT INTO {TABLE} SELECT * FROM {TABLE}_before",  # noqa: S608  our own words
    f"DROP TABLE {TABLE}_before",
    f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id)",
    ONCE,
    ATHLETE,
    *INDEXES,
)
REFUSE = (
    f"""
    CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE restrict_violation USING MESSAGE = '{SAID}'; END $$
    """,
    f"""
    CREATE TRIGGER {TABLE}_stay BEFORE UPDATE OF {FIXED} ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()
    """,
    f"""
    CREATE TRIGGER {TABLE}_erase_only BEFORE UPDATE OF athlete_id ON {TABLE}
    FOR EACH ROW WHEN (NEW.athlete_id IS NOT NULL) EXECUTE FUNCTION {TABLE}_refuse()
    """,
)
SQLITE = (
    f"CREATE TRIGGER {TABLE}_stay BEFORE UPDATE OF {FIXED} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
    f"CREATE TRIGGER {TABLE}_erase_only BEFORE UPDATE OF athlete_id ON {TABLE} WHEN NEW.athlete_id IS NOT NULL "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
)
UNDO = {
    "postgresql": (f"DROP TRIGGER {TABLE}_stay ON {TABLE}", f"DROP TRIGGER {TABLE}_erase_only ON {TABLE}",
                   f"DROP FUNCTION {TABLE}_refuse()", *PLAIN),
    "sqlite": (f"DROP TRIGGER {TABLE}_stay", f"DROP TRIGGER {TABLE}_erase_only"),
}  # fmt: skip


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in {"postgresql": (*PARTITIONED, *REFUSE), "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps: Any, schema_editor: Any) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("coaching", "0003_the_tick")]

    operations = [migrations.RunPython(protect, release)]
