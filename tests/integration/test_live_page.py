"""The live page in a real browser, over a real worker and a real broker."""

import asyncio
import re
import shutil

import orjson
import pytest
from playwright.async_api import Page, async_playwright, expect

from streams.records import Article
from tests.integration.test_stream import article, publish

pytestmark = pytest.mark.integration

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_ARGUMENTS = [
    "--no-sandbox",  # there is none for root, as which containers run tests
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 60_000
HOSTILE = Article(
    id="hostile<b>1</b>",
    title="<script>document.title = 'owned'</script> Amina Diallo \u202eis here\x1b[31m",
    text=(
        "\U0001f600\U0001f30d <img src=x onerror=\"document.title='owned'\"> In Nairobi, Amina Diallo said "
        "at least 12 people were killed in Kenya. &lt;b&gt;Nine\u2066 others were injured."
    ),
    source="javascript:alert(1)",
)


@pytest.fixture
async def chromium():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium on PATH (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
def worker(settings, start_worker):
    return start_worker(settings).wait_ready()


@pytest.fixture
async def page(chromium, worker):
    """The live page of a worker, and proof that the browser found nothing wrong with it."""
    opened = await chromium.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    problems, foreign = [], []
    address = f"http://127.0.0.1:{worker.settings.web_port}"
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: complain(message, problems))
    opened.on(
        "request",
        lambda sent: None if sent.url.startswith((address, "data:")) else foreign.append(sent.url),
    )
    await opened.goto(address + "/")
    yield opened
    await opened.close()
    assert problems == []
    assert foreign == []


def complain(message, problems: list[str]) -> None:
    # A worker that is gone refuses connections, which the page shows as it should.
    if message.type == "error" and "ERR_CONNECTION_REFUSED" not in message.text:
        problems.append(message.text)


async def published(settings, values: list[bytes]) -> None:
    await asyncio.to_thread(publish, settings, values)


def cards(page: Page):
    return page.locator("#articles > li")


async def test_articles_appear_marked_in_place_and_filter(page, settings):
    await expect(page.locator("#status")).to_have_text("ready")
    await published(settings, [article(1), article(2, "Rain fell over Lisbon, and nobody was hurt.")])
    await expect(cards(page)).to_have_count(2)
    await expect(page.locator("#enriched")).to_have_text("2")
    await expect(page.locator("#lag")).to_have_text("0")

    person = cards(page).locator(".mark.PERSON", has_text=re.compile("^Amina Diallo$"))
    await expect(person).to_have_count(1)
    figure = cards(page).locator(".mark.figure", has_text="3").first
    await expect(figure).to_have_attribute("title", re.compile("cardinal.*at_least.*people.*killed"))

    await person.click()
    await expect(cards(page)).to_have_count(1)
    await expect(page.locator("#filter-text")).to_contain_text("1 of the last 2 articles with Amina Diallo")
    await page.keyboard.press("Escape")
    await expect(cards(page)).to_have_count(2)

    await page.locator("#trending button", has_text="Lisbon").click()
    await expect(cards(page)).to_have_count(1)
    await page.locator("#clear").click()
    await expect(cards(page)).to_have_count(2)


async def test_keyboard_alone_is_enough(page, settings):
    await published(settings, [article(1), article(2, "Rain fell over Lisbon, and nobody was hurt.")])
    await expect(cards(page)).to_have_count(2)
    place = cards(page).locator(".mark.GPE", has_text="Lisbon")
    await place.focus()
    await page.keyboard.press("Enter")
    await expect(cards(page)).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(cards(page)).to_have_count(2)

    await page.locator("#articles").focus()
    await page.keyboard.press("Space")
    await expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")
    await published(settings, [article(3)])
    await expect(page.locator("#pause")).to_have_text("Go on (1 waiting)")
    await expect(cards(page)).to_have_count(2)
    await page.keyboard.press("Space")
    await expect(cards(page)).to_have_count(3)


async def test_hostile_text_stays_text(page, settings):
    await published(
        settings,
        [orjson.dumps({"id": HOSTILE.id, "title": HOSTILE.title, "text": HOSTILE.text, "source": HOSTILE.source})],
    )
    await expect(cards(page)).to_have_count(1)
    shown = await cards(page).first.inner_text()
    assert "<script>" in shown
    assert "<img src=x" in shown
    assert "&lt;b&gt;" in shown
    assert not set("\u202e\u2066\x1b") & set(shown)
    # Offsets count code points; two of them are outside the basic plane.
    await expect(cards(page).locator("p .mark.PERSON")).to_have_text("Amina Diallo")
    await expect(cards(page).locator("p .mark.figure", has_text="12")).to_have_text("12")
    assert await page.title() == "newsstream live"
    assert await page.locator("#articles script, #articles img, #articles b, #articles a").count() == 0


async def test_page_survives_its_worker(page, worker, settings):
    await published(settings, [article(1)])
    await expect(cards(page)).to_have_count(1)
    worker.kill()
    await expect(page.locator("#status")).to_have_text("worker does not answer")
    await expect(cards(page)).to_have_count(1)


async def test_narrow_window_does_not_scroll_sideways(page, settings):
    await page.set_viewport_size({"width": 380, "height": 700})
    await published(settings, [article(1, "Long: " + "x" * 3000 + " in Nairobi.")])
    await expect(cards(page)).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 380
