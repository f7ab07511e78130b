"""Etsy's listings CSV, which knows a listing by its title and of its variations only their names."""

from collections.abc import Iterable, Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.fields import as_json
from royal_cli.commerce.feeds.formats.sheet import Sheet, bind
from royal_cli.commerce.feeds.formats.slugs import slug

#: Role -> its header in English, German, French, Italian, Spanish, Dutch and Portuguese: Etsy writes the shop's own.
_WORDS = {
    "product.title": "title, titel, titre, titolo, título",
    "product.description": "description, beschreibung, descrizione, descripción, beschrijving, omschrijving, descrição",
    "variant.price": "price, preis, prix, prezzo, precio, prijs, preço",
    "currency": "currency code, währungscode, code devise, codice valuta, código de divisa, código de moneda,"
                "valutacode, código da moeda",
    "quantity": "quantity, stückzahl, quantité, quantità, cantidad, hoeveelheid, aantal, quantidade",
    "tags": "tags, tag, etiquetas",
    "materials": "materials, materialien, matériaux, materiali, materiales, materialen, materiais",
    "product.category_path": "category, kategorie, catégorie, categoria, categoría, categorie",
    "skus": "sku, bestandseinheit, référence",
}  # fmt: skip
COLUMNS = {word.strip(): role for role, words in _WORDS.items() for word in words.split(",")}

_VALUES = (
    r"variation (?P<name>\d) values", r"variationswerte? (?P<name>\d)", r"valeurs variation (?P<name>\d)",
    r"valori variante (?P<name>\d)", r"valores de (?:la )?variaci[óo]n (?P<name>\d)",
    r"variatie (?P<name>\d) waarden", r"valores da variação (?P<name>\d)",
)  # fmt: skip
PATTERNS = (
    pattern(r"(?:image|bild|immagine|imagen|afbeelding|imagem) ?\d+", "images"),
    *(pattern(words, "variation_values") for words in _VALUES),
)


def _fits(seen: Seen) -> int:
    """Besides what any list has: the currency, the materials, numbered images and the values of variations."""
    binding = bind(seen.header, ETSY)
    own = sum(role in binding.places for role in ("currency", "materials", "images"))
    own += "1" in binding.named.get("variation_values", ())
    has_others = {"product.title", "variant.price", "quantity"} <= binding.places.keys()
    return 35 + 15 * own if has_others and own >= 3 else 0


def _skus(sheet: Sheet) -> list[str | None]:
    """The SKU of each listing that has one; a list of SKUs belongs to its variations."""
    cells = ["" if "," in cell else cell for cell in sheet.cells("skus")]
    return values.identifier(cells, sheet.problems, sheet.header("skus"), key=True)


def _survey(sheets: Iterable[Sheet]) -> frozenset[str]:
    """The SKUs that several listings share, which are known by their titles then."""
    titles: dict[str, str] = {}
    shared: set[str] = set()
    for sheet in sheets:
        for sku, title in zip(sheet.names("skus"), sheet.names("product.title"), strict=True):
            if titles.setdefault(sku, title) != title:
                shared.add(sku)
    return frozenset(shared)


def _keys(sheet: Sheet) -> list[str]:
    shared = sheet.surveyed if isinstance(sheet.surveyed, frozenset) else frozenset()
    names = zip(sheet.names("skus"), sheet.names("product.title"), strict=True)
    return [sku if sku and "," not in sku and sku not in shared else slug(title) for sku, title in names]


def _shape(sheet: Sheet, batch: Batch) -> None:
    batch.skus = _skus(sheet)
    varies = _varies(sheet)
    batch.sells = [not one for one in varies]
    for row, one in enumerate(varies):
        if one:
            hint = "Etsy gives only the lowest price and the sum of the quantities of its variations; none is created"
            sheet.problems.warn(row, "VARIATION", sheet.cells("product.title")[row], "variations", hint)
    if sheet.has("quantity"):
        cells = ["" if one else cell for one, cell in zip(varies, sheet.cells("quantity"), strict=True)]
        batch.stock[sheet.options.default_location] = values.quantity(
            cells, sheet.problems, sheet.header("quantity"), strict=True
        )
    if sheet.has("tags"):
        # Etsy knows no underscores in tags, and writes them for blanks.
        cells = [cell if cell.startswith("__") else cell.replace("_", " ") for cell in sheet.cells("tags")]
        batch.product["tags"] = as_json(
            values.words(cells, sheet.problems, sheet.header("tags"), clears="product.tags")
        )  # fmt: skip


def _varies(sheet: Sheet) -> list[bool]:
    """Whether a listing has variations: what tells them apart is named, or there are several SKUs."""
    columns: list[Sequence[str]] = [cells for _, cells in sheet.named("variation_values").values()]
    several = ["," in cell for cell in sheet.cells("skus")]
    named = [any(map(str.strip, row)) for row in zip(*columns, strict=True)] if columns else [False] * sheet.size
    return [one or other for one, other in zip(several, named, strict=True)]


ETSY = Format(
    name="etsy", title="Etsy listings export", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, survey=_survey, keys=_keys, shape=_shape, several=frozenset({"images"}),
    key_roles=("product.title",), key_words="a TITLE",
)  # fmt: skip
