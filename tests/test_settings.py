"""Which place a setting comes from, and what is said about a bad one."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from royal_cli.errors import NotFound, RoyalError, UsageError
from royal_cli.settings import Settings, every_setting, load, masked, unknown_variables, user_file

EVERYTHING = Path(__file__).parents[1] / "config" / "royal.toml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


def _write_user(text: str) -> Path:
    user_file().parent.mkdir(parents=True, exist_ok=True)
    user_file().write_text(text)
    return user_file()


def test_without_anything_every_value_is_its_default(project: Path) -> None:
    settings = load(directory=project, environ={})

    assert settings.currency == "EUR"
    assert settings.safety.max_vanish_share == Decimal("0.2")
    assert {str(settings.origin(key)) for key in every_setting()} == {"default"}


def test_the_default_database_is_a_file_in_the_data_folder_of_the_user(project: Path) -> None:
    url = load(directory=project, environ={}).url

    assert re.fullmatch(r"sqlite:////.+/royal/royal\.db", url)


def test_a_flag_beats_a_variable_beats_the_profile_beats_the_project_beats_the_user(project: Path) -> None:
    places = {"currency": "CHF", "timezone": "Europe/Zurich", "location": "Basel", "vat": "excluded"}
    _write_user("\n".join(f'{key} = "{value}"' for key, value in places.items()) + "\nlock_wait = 3\n")
    (project / "royal.toml").write_text(
        'currency = "SEK"\ntimezone = "Europe/Stockholm"\nlocation = "Kiruna"\nvat = "included"\n'
        '[profile.fair]\ncurrency = "NOK"\ntimezone = "Europe/Oslo"\nlocation = "Fair"\n'
    )
    environ = {"ROYAL_CURRENCY": "DKK", "ROYAL_TIMEZONE": "Europe/Copenhagen"}

    settings = load({"currency": "ISK"}, profile="fair", directory=project, environ=environ)

    assert [settings.shown(key) for key in (*places, "lock_wait")] == [
        "ISK", "Europe/Copenhagen", "Fair", "included", "3",
    ]  # fmt: skip
    assert [str(settings.origin(key)) for key in (*places, "lock_wait")] == [
        "the command line",
        "ROYAL_TIMEZONE",
        f"profile fair in {project / 'royal.toml'}, line 8",
        f"{project / 'royal.toml'}, line 4",
        f"{user_file()}, line 5",
    ]


def test_the_project_file_is_found_from_a_folder_below_it(project: Path) -> None:
    (project / "royal.toml").write_text('currency = "SEK"\n')
    (project / "feeds" / "2026").mkdir(parents=True)

    assert load(directory=project / "feeds" / "2026", environ={}).currency == "SEK"


def test_a_profile_can_be_named_by_a_variable_and_has_tables(project: Path) -> None:
    (project / "royal.toml").write_text("[profile.prod.safety]\nmax_price_change = 0.05\n")

    settings = load(directory=project, environ={"ROYAL_PROFILE": "prod"})

    assert settings.safety.max_price_change == Decimal("0.05")
    assert str(settings.origin("safety.max_price_change")).endswith("royal.toml, line 2")


def test_a_profile_of_the_project_beats_the_same_profile_of_the_user(project: Path) -> None:
    _write_user('[profile.prod]\ncurrency = "CHF"\nlocation = "Basel"\n')
    (project / "royal.toml").write_text('[profile.prod]\ncurrency = "SEK"\n')

    settings = load(profile="prod", directory=project, environ={})

    assert (settings.currency, settings.location) == ("SEK", "Basel")


def test_a_profile_that_is_not_there_is_not_found(project: Path) -> None:
    (project / "royal.toml").write_text('[profile.prod]\ncurrency = "SEK"\n')

    with pytest.raises(NotFound) as caught:
        load(profile="prdo", directory=project, environ={})

    assert caught.value.hint == "Did you mean prod?"


def test_an_empty_variable_says_nothing(project: Path) -> None:
    assert load(directory=project, environ={"ROYAL_CURRENCY": ""}).currency == "EUR"


def test_nested_settings_have_variables_too(project: Path) -> None:
    environ = {"ROYAL_SAFETY_MAX_ZEROED_SHARE": "0.75", "ROYAL_FEEDS_MAX_BYTES": "5 GB"}

    settings = load(directory=project, environ=environ)

    assert settings.safety.max_zeroed_share == Decimal("0.75")
    assert settings.feeds.max_bytes == 5_000_000_000
    assert settings.shown("feeds.max_bytes") == "5 GB"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('curency = "EUR"', "There is no setting 'curency' ({file}, line 2)."),
        ('[safty]\nmax_vanish_share = 0.1', "There is no setting 'safty.max_vanish_share' ({file}, line 3)."),
        ('currency = "EUX"', "The setting currency is 'EUX' ({file}, line 2): it should be a currency code"),
        ("[safety]\nmax_vanish_share = 20", "The setting safety.max_vanish_share is 20 ({file}, line 3): it should be"),
        ('vat = "yes"', "it should be 'unknown', 'included' or 'excluded'"),
        ('timezone = "Europe/Atlantis"', "it should be a time zone such as Europe/Amsterdam or UTC"),
        ('[feeds]\nmax_bytes = "much"', 'it should be a size such as "16 MB"'),
        ("lock_wait = nan", "it should be a finite number"),
        ("lock_wait = -1", "greater than or equal to 0"),
        ('database_url = "mysql://shop"', "it should begin with sqlite:/// or postgresql://"),
        ('currency: "EUR"', "The configuration {file} is not valid TOML"),
        ("profile = 3", "In {file} `profile` is not a table."),
        ("[profile]\nprod = 3", "In {file} `profile` is not a table."),
        ("safety = 3", "There is no setting 'safety' ({file}, line 2)."),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_file_and_number(project: Path, line: str, message: str) -> None:
    file = project / "royal.toml"
    file.write_text(f"# the shop\n{line}\n")

    with pytest.raises(UsageError) as caught:
        load(directory=project, environ={})

    assert message.format(file=file) in caught.value.message


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("curency", "currency"), ("max_price_change", "safety.max_price_change"), ("feeds.max_byte", "feeds.max_bytes")],
)
def test_a_typo_is_answered_with_the_setting_that_was_meant(project: Path, typo: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        load({typo: "1"}, directory=project, environ={})

    assert caught.value.hint == f"Did you mean {meant}?"


def test_a_configuration_that_is_no_text_or_a_folder_is_refused(project: Path) -> None:
    (project / "royal.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not UTF-8"):
        load(directory=project, environ={})


def test_a_secret_may_come_from_a_file(project: Path, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://royal:geheim@db/shop\n")

    settings = load(directory=project, environ={"ROYAL_DATABASE_URL_FILE": str(tmp_path / "url")})

    assert settings.url == "postgresql://royal:geheim@db/shop"
    assert settings.shown("database_url") == "postgresql://royal:***@db/shop"
    assert str(settings.origin("database_url")) == "ROYAL_DATABASE_URL_FILE"


def test_a_configuration_file_may_name_the_file_of_a_secret(project: Path) -> None:
    (project / "royal.toml").write_text('database_url_file = "url"\n')
    (project / "url").write_text("sqlite:////srv/shop.db\n")

    assert load(directory=project, environ={}).url == "sqlite:////srv/shop.db"


def test_a_secret_in_two_places_is_refused(project: Path) -> None:
    both = {"ROYAL_DATABASE_URL": "sqlite:///a.db", "ROYAL_DATABASE_URL_FILE": "/run/url"}

    with pytest.raises(UsageError, match="Both ROYAL_DATABASE_URL and ROYAL_DATABASE_URL_FILE are set"):
        load(directory=project, environ=both)


def test_the_file_of_a_secret_has_to_be_there(project: Path) -> None:
    with pytest.raises(UsageError, match="/nowhere/url that ROYAL_DATABASE_URL_FILE names cannot be read"):
        load(directory=project, environ={"ROYAL_DATABASE_URL_FILE": "/nowhere/url"})


@pytest.mark.parametrize(
    "url", ["postgresql://royal:geheim@db/shop", "postgresql://db/shop?user=royal&password=geheim"]
)
def test_a_password_is_refused_on_the_command_line_and_never_repeated(project: Path, url: str) -> None:
    with pytest.raises(UsageError) as caught:
        load({"database_url": url}, directory=project, environ={})

    assert "ROYAL_DATABASE_URL_FILE" in str(caught.value.hint)
    assert "geheim" not in f"{caught.value.message} {caught.value.hint} {caught.value.details}"


def test_no_error_repeats_a_bad_secret(project: Path) -> None:
    with pytest.raises(RoyalError) as caught:
        load(directory=project, environ={"ROYAL_DATABASE_URL": "mysql://royal:geheim@db/shop"})

    assert "geheim" not in f"{caught.value.message} {caught.value.hint} {caught.value.details}"
    assert caught.value.__cause__ is None


def test_no_representation_of_the_settings_shows_a_password(project: Path) -> None:
    settings = load(directory=project, environ={"ROYAL_DATABASE_URL": "postgresql://royal:geheim@db/shop"})

    assert "geheim" not in f"{settings!r} {settings} {settings.model_dump()}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql://royal:geheim@db/shop", "postgresql://royal:***@db/shop"),
        ("postgresql://royal:ge:h@eim@db/shop fails", "postgresql://royal:***@db/shop fails"),
        ("postgresql://db/shop?password=geheim&x=1", "postgresql://db/shop?password=***&x=1"),
        ("postgresql://royal@db/shop", "postgresql://royal@db/shop"),
        ("write to info@shop.example: 12:30", "write to info@shop.example: 12:30"),
    ],
)
def test_passwords_of_urls_are_masked_wherever_they_stand(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_a_relative_database_in_a_file_is_meant_from_the_folder_of_the_file(project: Path) -> None:
    (project / "royal.toml").write_text('database_url = "sqlite:///data/shop.db"\n')
    (project / "below").mkdir()

    assert load(directory=project / "below", environ={}).url == f"sqlite:///{project}/data/shop.db"


def test_a_relative_database_of_a_variable_is_meant_from_the_current_folder(project: Path) -> None:
    assert load(directory=project, environ={"ROYAL_DATABASE_URL": "sqlite:///shop.db"}).url == "sqlite:///shop.db"


def test_a_tilde_in_the_path_of_a_database_is_the_home_folder(project: Path) -> None:
    (project / "royal.toml").write_text('database_url = "sqlite:///~/shop.db"\n')

    assert load(directory=project, environ={}).url == f"sqlite:///{Path.home()}/shop.db"


@pytest.mark.parametrize(("vat", "expected"), [("unknown", None), ("included", True), ("excluded", False)])
def test_whether_prices_include_vat_may_be_unknown(project: Path, vat: str, expected: bool | None) -> None:
    assert load({"vat": vat}, directory=project, environ={}).price_includes_vat is expected


def test_settings_cannot_be_changed_once_loaded(project: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(directory=project, environ={}).currency = "USD"


def test_variables_that_mean_nothing_are_found_with_what_was_meant() -> None:
    environ = {"ROYAL_CURENCY": "EUR", "ROYAL_PROFILE": "prod", "ROYAL_XYZZY": "1", "ROYAL_DATABASE_URL_FILE": "x"}

    assert unknown_variables(environ) == [("ROYAL_CURENCY", "ROYAL_CURRENCY"), ("ROYAL_XYZZY", "")]


def test_the_file_with_every_setting_explained_states_exactly_the_defaults(project: Path) -> None:
    text = EVERYTHING.read_text()
    shipped = load(directory=_holding(project, text), environ={})
    defaults = load(directory=project.parent, environ={})

    stated = {key for key in every_setting() if shipped.origin(key).kind == "project"}
    assert stated == set(every_setting()) - {"database_url"}
    assert {key: shipped.value(key) for key in stated} == {key: defaults.value(key) for key in stated}
    assert '# database_url = "sqlite:///royal.db"' in text


def _holding(project: Path, text: str) -> Path:
    (project / "royal.toml").write_text(text)
    return project


def test_every_setting_in_that_file_stands_under_a_line_that_explains_it() -> None:
    lines = EVERYTHING.read_text().splitlines()

    for number, line in enumerate(lines):
        if re.match(r"(# )?[a-z_]+ = ", line) and not any("profile" in above for above in lines[number - 4 : number]):
            assert lines[number - 1].startswith("# "), line


def test_the_commented_lines_of_that_file_are_valid_as_well(project: Path) -> None:
    text = re.sub(r"^# (\[|[a-z_]+ = )", r"\1", EVERYTHING.read_text(), flags=re.MULTILINE)
    tomllib.loads(text)

    settings = load(profile="prod", directory=_holding(project, text), environ={})

    assert settings.url == "postgresql://royal@db.example/shop"


def test_every_setting_has_a_type_a_default_and_a_description() -> None:
    assert all(setting.description.endswith(".") for setting in every_setting().values())
    assert Settings().currency == "EUR"
