"""People without anything to train with: what signing in is about needs no exercises."""

from __future__ import annotations

from tests.base import Cast, person


class People(Cast):
    """Ana, Ben, Bao, Cleo and Ola of the cast. Mix in as Cast itself."""

    @classmethod
    def raise_curtain(cls) -> None:
        cls.ana = person("ana@example.org", display_name="Ana")
        cls.ben = person("ben@example.org", display_name="Ben")
        cls.bao = person("bao@example.org", display_name="Bao", locale="zh-hans")
        cls.cleo = person("cleo@example.org", display_name="Cleo", is_coach=True)
        cls.ola = person("ola@example.org", display_name="Ola", is_staff=True)
