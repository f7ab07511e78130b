"""Flags are taken by the words of the table and of profiles, or refused with what was probably meant."""

from collections.abc import Sequence

import pytest

from royal_cli.commerce.feeds.proposing.questions import NOT_KNOWN, Question
from royal_cli.commerce.feeds.proposing.said import Said, Saying
from royal_cli.errors import UsageError

SAYING = Saying(["Marke", "A=B", "Lager 2", "VK NO"])


def test_flags_name_columns_and_what_they_are() -> None:
    fields, currencies = SAYING.fields(
        ["marke=vendor", "A=B=compare at price"], ["Lager 2=Utrecht"], ["VK NO=Norway:nok"]
    )

    assert fields == {
        "Marke": ("vendor",), "A=B": ("compare at price",), "Lager 2": ("stock: Utrecht",), "VK NO": ("price: Norway",),
    }  # fmt: skip
    assert currencies == {"Norway": "NOK"}


@pytest.mark.parametrize(
    ("maps", "markets", "message", "hint"),
    [
        (["Marke=vendro"], [], "Nothing is called 'vendro'.", "Did you mean vendor?"),
        (["Marke=qwertz"], [], "Nothing is called 'qwertz'.", "There are title, description, price,"),
        (["Markee=vendor"], [], "--map: the table has no column 'Markee'.", "Did you mean Marke?"),
        (["Vendor"], [], "--map Vendor has no equals sign.", '--map "COLUMN=title"'),
        ([], ["VK NO=Norway:KRONER"], "--market VK NO=Norway:KRONER names no market.", 'market "VK NO=Norway:NOK"'),
        ([], ["VK NO="], "--market VK NO= names no market.", ""),
    ],
)
def test_what_means_nothing_is_refused(maps: Sequence[str], markets: Sequence[str], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as wrong:
        SAYING.fields(maps, [], markets)

    assert wrong.value.message == message
    assert hint in str(wrong.value.hint)


def test_a_changed_column_gives_up_what_it_was() -> None:
    said = Said(price="VK", fields={"Marke": ("vendor",), "Hersteller": ("mpn",)})

    assert said.changed("VK", "cost") == Said(fields={**said.fields, "VK": ("cost",)})
    assert said.changed("UVP", "price").price == "UVP"
    assert said.changed("Hersteller", "vendor").fields == {"Hersteller": ("vendor",)}
    assert said.changed("Marke", "").fields == {"Marke": (), "Hersteller": ("mpn",)}


def test_an_answer_is_what_a_flag_would_have_said() -> None:
    def question(about: str, column: str = "") -> Question:
        return Question(about, "?", "--flag", {}, "", column=column)

    assert question("price").answered(Said(), "UVP") == Said(price="UVP", heard=frozenset(["price"]))
    assert question("weight_unit").answered(Said(), "kg").weight_unit == "kg"
    assert question("vat").answered(Said(), "included").price_includes_vat is True
    assert question("vat").answered(Said(), NOT_KNOWN) == Said(heard=frozenset(["vat"]))
    assert question("title").answered(Said(), "Name").fields == {"Name": ("title",)}
    assert question("cost", "Preis").answered(Said(), "cost").fields == {"Preis": ("cost",)}
    assert question("cost", "Preis").answered(Said(), "leave it out").fields == {"Preis": ()}
