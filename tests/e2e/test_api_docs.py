"""The API's documentation is a page of this machine: it asks no other host for anything."""

from playwright.sync_api import Page, expect


def test_it_shows_the_api_without_leaving_the_machine(page: Page, site: str) -> None:
    page.goto(f"{site}/api/docs/")
    expect(page.locator(".swagger-ui .info .title")).to_contain_text("Spotter")
    expect(page.locator(".opblock").first).to_be_visible()
