"""Profiles are found by their names: the project's first, then the user's."""

from pathlib import Path

import pytest

from royal_cli.commerce.feeds import profile_files
from royal_cli.errors import NotFound, UsageError
from royal_cli.settings import user_file


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the profiles `boer` and `broken`; the user has `boer` and `mine`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "royal.toml").write_text("")
    for path, text in (
        (tmp_path / "profiles/boer.toml", 'title = "De Boer"\nkey = "Art"\n'),
        (tmp_path / "profiles/broken.toml", 'kye = "Art"\n'),
        (user_file().parent / "profiles/boer.toml", 'key = "Nr"\n'),
        (user_file().parent / "profiles/mine.toml", 'feed = "shopify"\n'),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_name_is_the_projects_profile_and_else_the_users(project: Path) -> None:
    assert profile_files.load("boer", project).title == "De Boer"
    assert profile_files.find("mine", project) == user_file().parent / "profiles/mine.toml"
    assert profile_files.find("mine.toml", project).name == "mine.toml"


def test_a_path_is_a_path(project: Path) -> None:
    (project / "boer.toml").write_text('title = "Here"\n')

    assert profile_files.load("boer.toml", project).title == "Here"
    assert profile_files.load("./boer.toml", project).title == "Here"
    assert profile_files.load("boer", project).title == "De Boer"
    with pytest.raises(NotFound, match=r"There is no profile elsewhere/boer\.toml\."):
        profile_files.load("elsewhere/boer.toml", project)


def test_an_unknown_name_says_which_was_meant(project: Path) -> None:
    with pytest.raises(NotFound) as unknown:
        profile_files.find("boerr", project)

    assert (unknown.value.message, unknown.value.hint) == ("There is no profile boerr.", "Did you mean boer?")


def test_all_are_listed_with_what_is_wrong_with_them(project: Path) -> None:
    listed = profile_files.listed(project)

    assert [(row.name, row.title, row.feed) for row in listed] == [
        ("boer", "De Boer", "table"), ("broken", None, None), ("boer", None, "table"), ("mine", None, "shopify"),
    ]  # fmt: skip
    assert [row.state for row in listed] == [
        "valid", "broken.toml, line 1: kye is not known here.",
        "not used: profiles/boer.toml has the same name", "valid",
    ]  # fmt: skip


def test_a_new_one_goes_to_the_project_or_to_the_user(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert profile_files.new_file("other", project) == Path("profiles/other.toml")
    (project / "royal.toml").unlink()
    assert profile_files.new_file("other", project) == user_file().parent / "profiles/other.toml"
    with pytest.raises(UsageError):
        profile_files.new_file("../other", project)


@pytest.mark.parametrize(
    ("feed", "name"),
    [
        ("shop/Preis Liste_2026.csv.gz", "preis-liste-2026"),
        ("https://x.example/feeds/list.csv?key=1", "list"),
        ("-", "feed"),
        ("Größen.csv", "größen"),
    ],
)
def test_a_profile_is_named_after_its_file(feed: str, name: str) -> None:
    assert profile_files.named_after(feed) == name
