"""What a person does on the pages, in the words that stand on them."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import Looking


def sign_in_by_password(looking: Looking, username: str, password: str) -> None:
    looking.visit("/account/login/")
    page = looking.page
    page.get_by_label("Brugernavn").fill(username)
    page.get_by_label("Adgangskode").fill(password)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()
    looking.look(f"worklist of {username}")


def sign_in_from_the_list(looking: Looking, name: str) -> None:
    page = looking.page
    page.goto(looking.base + "/account/login/")
    page.get_by_text(f"{name}, ").click()
    page.get_by_role("button", name="Log ind uden adgangskode").click()
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()
    looking.look(f"worklist of {name}")


def sign_out(page: Page) -> None:
    page.locator(".bf-me summary").click()
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("heading", name="Log ind", level=1)).to_be_visible()


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Forløbet").get_by_role("link", name=name).click()


def choose(within: Page | Locator, group: str, *answers: str) -> None:
    """Checks or radios: a click on the words, as people do; the control itself is drawn by its label."""
    for answer in answers:
        within.get_by_role("group", name=group).get_by_text(answer, exact=True).click()


def write_section(page: Page, kind: str, text: str) -> None:
    section = page.locator(f"#{kind}")
    section.get_by_role("link").first.click()
    section.get_by_role("textbox").first.fill(text)
    section.get_by_role("button", name="Gem").click()
    expect(section.get_by_role("link").first).to_be_focused()


def add_goal(page: Page, title: str, why: str) -> Locator:
    page.get_by_role("link", name="Nyt mål").click()
    form = page.locator("#nyt-maal form")
    form.get_by_label("Mål", exact=True).fill(title)
    form.get_by_label("Hvorfor").fill(why)
    form.get_by_role("button", name="Gem").click()
    goal = page.get_by_role("article").filter(has_text=title)
    expect(goal).to_be_visible()
    return goal


def add_subgoal(goal: Locator, text: str) -> None:
    goal.get_by_role("link", name="Tilføj, ret eller fjern delmål").click()
    goal.get_by_label("Nyt delmål").fill(text)
    goal.get_by_role("button", name="Tilføj delmål").click()
    expect(goal.get_by_label("Nyt delmål")).to_have_count(0)
    expect(goal).to_contain_text(text)


def add_intervention(goal: Locator, title: str, section: str) -> None:
    goal.get_by_role("link", name="Ny indsats").click()
    form = goal.locator("form").filter(has_text="Ny indsats til målet")
    form.get_by_label("Indsats").fill(title)
    form.get_by_label("Paragraf").select_option(label=section)
    form.get_by_label("Timer om ugen").fill("2,5")
    form.get_by_role("button", name="Gem").click()
    expect(form).to_have_count(0)
    expect(goal).to_contain_text(title)


def add_agreement(page: Page, *, who: str, what: str, due_on: str) -> None:
    part = page.locator("#aftaler")
    part.get_by_role("link", name="Ny aftale").click()
    part.get_by_label("Hvem (skal udfyldes)").select_option(label=who)
    part.get_by_label("Gør hvad").fill(what)
    part.get_by_label("Senest").fill(due_on)
    part.get_by_role("button", name="Gem").click()
    expect(part.get_by_role("table")).to_contain_text(what)
