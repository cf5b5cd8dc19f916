"""What the front keeps and refuses, asked with a small application behind it that numbers its answers."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from .front import behind
from .machine import PROJECT

pytestmark = pytest.mark.sqlite  # the database that install sets up


@pytest.fixture(scope="module")
def counting(front):
    with behind(front, "tests.deploy.counting:application", "--threads", "8", cwd=PROJECT):
        yield front


# --- What is kept, for a second ---------------------------------------------------------------------------


def number(answer):
    return int(answer.body.split()[0])


@pytest.mark.parametrize("path", ["/plain/1", "/cookie/kept/1", "/beheer/kept/1"])
def test_only_what_the_site_allows_is_kept(counting, ask, path):
    assert len({number(ask(path)) for _ in range(5)}) == 5


def test_what_is_kept_is_asked_once_a_second(counting, ask):
    begun = time.monotonic()
    seen = []
    while time.monotonic() < begun + 5:
        seen.append(number(ask("/kept/often")))
    assert len(set(seen)) <= 7
    assert len(seen) > 20


def test_nothing_older_is_handed_out_also_of_a_page_that_nobody_asked_for(counting, ask):
    first = number(ask("/kept/old"))
    time.sleep(2.1)  # real seconds: nginx has a clock of its own
    assert number(ask("/kept/old")) != first


def test_many_who_ask_at_once_wait_for_one_answer(counting, ask):
    with ThreadPoolExecutor(6) as readers:
        seen = list(readers.map(lambda _: number(ask("/kept/slow/1")), range(6)))
    assert len(set(seen)) <= 2


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("?q=a", "?q=a&utm_source=x", True),
        ("?q=a&fase=advies", "?fase=advies&q=a", True),
        ("?q=a", "?q=b", False),
        ("?q=a", "", False),
        ("?q=a", "?q=a&q=b", False),
        ("?q=a", "?q=a&%71=b", False),
        ("?q=a", "?q=a&amp;q=b", False),
        ("?pagina=1", "?pagina=2", False),
        ("?pagina=2", "?PAGINA=2", False),
        ("?uitkomst=a", "?uitkomst=b", False),
    ],
)
def test_only_the_query_keys_that_the_site_knows_tell_pages_apart(counting, ask, one, other, is_same):
    path = f"/kept/{time.monotonic_ns()}"
    for _ in range(5):  # two askings may lie on both sides of a second
        same = number(ask(path + one)) == number(ask(path + other))
        if same or not is_same:
            break
    assert same is is_same


def test_a_path_is_kept_as_it_was_written(counting, ask):
    path = f"/kept/{time.monotonic_ns()}"
    assert number(ask(path)) != number(ask("/" + path))
    assert number(ask(path + "/a/b")) != number(ask(path + "/a%2Fb"))


# --- Limits -----------------------------------------------------------------------------------------------


def test_a_large_body_is_for_the_admin_alone(counting, ask):
    large = b"x" * 100_000
    assert ask("/", "POST", large).status == 413
    assert ask("/beheer/x/", "POST", large).status == 200


def test_whoever_guesses_passwords_is_slowed_down_and_whoever_reads_is_not(counting, ask):
    statuses = [ask("/beheer/login/", "POST", b"x").status for _ in range(14)]
    assert statuses[:8] == [200] * 8
    assert statuses[-1] == 429
    assert ask("/beheer/login/").status == 200
