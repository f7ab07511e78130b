"""`royal config`: the settings as an operator sees and changes them."""

import json
from pathlib import Path

import pytest

from royal_cli.settings import user_file
from tests.cli.conftest import Royal


@pytest.fixture(autouse=True)
def _in_the_shop(shop: Path) -> None:
    """Every test works there."""


def test_the_list_shows_where_each_value_comes_from(royal: Royal, shop: Path) -> None:
    (shop / "royal.toml").write_text('# ours\ncurrency = "SEK"\n')

    rows = {row["key"]: row for row in json.loads(royal("config", "list", "--json").stdout)["data"]}

    assert (rows["currency"]["value"], rows["currency"]["origin"]) == ("SEK", f"{shop / 'royal.toml'}, line 2")
    assert rows["database_url"]["origin"] == "ROYAL_DATABASE_URL"
    assert f"{shop / 'royal.toml'}, line 2" in royal("config", "list", "--origin").stdout
    assert "line 2" not in royal("config", "list").stdout


def test_no_output_shows_a_password(royal: Royal) -> None:
    env = {"ROYAL_DATABASE_URL": "postgresql://royal:geheim@127.0.0.1:1/shop"}

    for words in ("config list", "config list --json", "config get database_url", "doctor -v", "db status -v", "init"):
        result = royal(*words.split(), env=env)
        assert "geheim" not in result.stdout + result.stderr
    assert royal("config", "get", "database_url", env=env).stdout == "postgresql://royal:***@127.0.0.1:1/shop\n"


def test_get_prints_the_bare_value(royal: Royal) -> None:
    assert royal("config", "get", "feeds.max_bytes").stdout == "20 GB\n"


def test_set_keeps_comments_and_order(royal: Royal, shop: Path) -> None:
    file = shop / "royal.toml"
    file.write_text('# our shop\n\nlocation = "Gent"  # the old barn\n\n[safety]\n# careful\nmax_price_change = 0.1\n')

    assert royal("config", "set", "safety.max_price_change", "0.3").exit_code == 0
    assert royal("config", "set", "currency", "sek").exit_code == 0
    assert royal("config", "set", "feeds.max_bytes", "5 GB").exit_code == 0

    assert file.read_text() == (
        '# our shop\n\nlocation = "Gent"  # the old barn\ncurrency = "SEK"\n'
        '\n[safety]\n# careful\nmax_price_change = 0.3\n\n[feeds]\nmax_bytes = "5 GB"\n'
    )


def test_set_writes_the_users_file_where_there_is_no_project(royal: Royal, shop: Path) -> None:
    assert royal("config", "set", "currency", "SEK").exit_code == 0

    assert user_file().read_text() == 'currency = "SEK"\n'
    assert not (shop / "royal.toml").exists()


def test_set_writes_the_file_that_is_named(royal: Royal, shop: Path) -> None:
    royal("config", "set", "currency", "SEK", "--project")
    royal("config", "set", "currency", "NOK", "--user")

    assert (shop / "royal.toml").read_text() == 'currency = "SEK"\n'
    assert user_file().read_text() == 'currency = "NOK"\n'
    assert royal("config", "set", "currency", "NOK", "--user", "--project").exit_code == 2


def test_set_says_when_another_place_still_overrules_it(royal: Royal, shop: Path) -> None:
    (shop / "royal.toml").write_text('currency = "SEK"\n')

    result = royal("config", "set", "currency", "NOK", "--user", "--json")

    assert json.loads(result.stdout)["data"]["winner"] == f"{shop / 'royal.toml'}, line 1"


def test_set_with_a_profile_writes_into_it(royal: Royal, shop: Path) -> None:
    (shop / "royal.toml").write_text('currency = "SEK"\n\n[profile.prod]\ncurrency = "NOK"\n')

    royal("-P", "prod", "config", "set", "currency", "DKK")
    royal("-P", "test", "config", "set", "safety.max_vanish_share", "1")

    assert (shop / "royal.toml").read_text() == (
        'currency = "SEK"\n\n[profile.prod]\ncurrency = "DKK"\n\n[profile.test.safety]\nmax_vanish_share = 1.0\n'
    )


def test_set_twice_changes_nothing_more(royal: Royal) -> None:
    first = json.loads(royal("config", "set", "lock_wait", "3", "--json").stdout)["data"]
    second = json.loads(royal("config", "set", "lock_wait", "3.0", "--json").stdout)["data"]

    assert (first["before"], first["after"], first["changed"]) == (None, "3.0", True)
    assert (second["before"], second["after"], second["changed"]) == ("3.0", "3.0", False)


def test_a_dry_run_of_set_writes_nothing(royal: Royal) -> None:
    result = royal("config", "set", "currency", "SEK", "--dry-run", "--json")

    assert json.loads(result.stdout)["data"]["changed"] is True
    assert not user_file().exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [("currency", "EUX"), ("safety.max_vanish_share", "5"), ("curency", "EUR"), ("vat", "maybe")],
)
def test_set_writes_nothing_that_is_wrong(royal: Royal, key: str, value: str) -> None:
    result = royal("config", "set", key, value)

    assert (result.exit_code, result.stdout) == (2, "")
    assert not user_file().exists()


def test_set_refuses_a_password(royal: Royal) -> None:
    result = royal("config", "set", "database_url", "postgresql://royal:geheim@db/shop")

    assert result.exit_code == 2
    assert "geheim" not in result.stderr
    assert "ROYAL_DATABASE_URL_FILE" in result.stderr


def test_a_relative_database_is_written_as_it_is_meant(royal: Royal, shop: Path) -> None:
    royal("config", "set", "database_url", "sqlite:///shop.db", "--user")
    royal("config", "set", "database_url", "sqlite:///shop.db", "--project")

    assert user_file().read_text() == f'database_url = "sqlite:///{shop}/shop.db"\n'
    assert (shop / "royal.toml").read_text() == 'database_url = "sqlite:///shop.db"\n'


def test_a_file_that_is_broken_is_not_written_over(royal: Royal, shop: Path) -> None:
    (shop / "royal.toml").write_text("currency = \n")

    result = royal("config", "set", "currency", "SEK")

    assert result.exit_code == 2
    assert "line 1" in result.stderr
    assert (shop / "royal.toml").read_text() == "currency = \n"


def test_a_file_that_cannot_be_written_is_said(royal: Royal) -> None:
    user_file().parent.parent.mkdir(parents=True)
    user_file().parent.write_text("in the way")

    result = royal("config", "set", "currency", "SEK", "--user")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_broken_variable_does_not_keep_set_from_writing(royal: Royal) -> None:
    assert royal("config", "set", "currency", "SEK", env={"ROYAL_VAT": "maybe"}).exit_code == 0
