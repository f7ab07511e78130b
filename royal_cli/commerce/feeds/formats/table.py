"""Any other table: by a mapping profile, or where its headers are words that can mean one thing only."""

import re
from dataclasses import replace

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import doubts, headings, royal
from royal_cli.commerce.feeds.formats.declare import Container, Seen
from royal_cli.commerce.feeds.formats.groups import repeated
from royal_cli.commerce.feeds.formats.listing import listing
from royal_cli.commerce.feeds.formats.markets import bind_markets
from royal_cli.commerce.feeds.formats.royal_json import header_of
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet, bind
from royal_cli.commerce.feeds.formats.words import LANGUAGES, words_of
from royal_cli.commerce.feeds.headers import fold

#: Role -> what does where nothing better stands for it, the best first; of two columns for one of these none is taken.
_STOPGAPS = {
    "variant.gtin": ("barcode",), "product.vendor": ("maker",), "product.description": ("summary",),
    "product.category_path": ("product_group",), "variant.weight": ("gross_weight", "net_weight"),
    "stock": ("on_hand",),
}  # fmt: skip

_OPTIONS = frozenset(f"option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value"))

_COLUMNS = {header: role for header, role in headings.WORDS.items() if role not in ("color", "size", "material")}
#: The same where JSON nests it: price.amount.
_COLUMNS |= {
    "price amount": "variant.price", "price value": "variant.price", "price currency": "currency",
    "price currency code": "currency", "images src": "images", "images image": "images", "price@currency": "currency",
}  # fmt: skip

#: Words that mean something else where the words of another language stand beside them: nombre counts in French.
_ELSEWHERE = {"nombre": words_of(LANGUAGES["french"]).keys() - words_of(LANGUAGES["spanish"]).keys()}

#: XML that is a table in all but name: what its root is called, its rows, and what may stand in an attribute.
_ROOTS = frozenset(["products", "productlist", "catalog", "catalogue", "items", "articles"])
_ITEMS = ("product", "Product", "item", "entry", "article")
_ATTRIBUTES = frozenset(["currency"])
_ROWS_WITHIN = re.compile(r"(variant|variation|combination|option|offer|size|attribute)s?\.", re.IGNORECASE)

#: What stands where a SKU should be in a row that adds up the others.
_TOTAL = (
    "total, totals, grand total, sub total, subtotal, overall total, sum, gesamt, gesamtsumme, zwischensumme, endsumme,"
    "summe, totaal, subtotaal, eindtotaal, total général, total general, sous total, totale, totale generale, suma,"
    "razem, celkem, összesen, toplam, genel toplam, totalt, summa, yhteensä, i alt, итого, всего, всього, разом"
)
_TOTALS = frozenset(word.strip() for word in _TOTAL.split(","))


def has_rows_within(header: tuple[str, ...]) -> bool:
    """Whether elements of XML hold further ones that are rows themselves, such as the variants of a product."""
    return any(map(_ROWS_WITHIN.match, header))


def _fits(seen: Seen) -> int:
    if seen.container == "xml" and (seen.root.casefold() not in _ROOTS or has_rows_within(seen.header)):
        return 0
    binding = bind(header_of(seen.header), TABLE)
    told = {"product.title", "variant.price", "variant.cost_price", "stock", "variant.gtin"} & binding.places.keys()
    if "sku" in binding.places:
        told |= binding.named.keys() - {"option"}
        # A code with a name beside it may be that of anything: a country, a customer.
        return 30 if told - ({"product.title"} if _is_code(binding) else set()) else 0
    has_gtins = "variant.gtin" in binding.places and "product" not in binding.places
    return 30 if has_gtins and ("product.title" in told or listing(binding)) else 0


def _read(header: str) -> headings.Heading | None:
    """What a header says besides its word; of a market's price alone nobody knows whether it is the price."""
    said = headings.heading(header)
    return None if said and said.market else said


def _refine(binding: Binding) -> None:
    _unbind_foreign(binding)
    _use_stopgaps(binding)
    _use_code(binding)
    for place in binding.places.get("variant.price", ()):
        said = headings.heading(binding.header[place])
        if said and said.vat is not None:
            binding.constants.setdefault("variant.price_includes_vat", "true" if said.vat else "false")


def _unbind_foreign(binding: Binding) -> None:
    words = set(map(fold, binding.header))
    for places in binding.places.values():
        for place in [place for place in places if words & _ELSEWHERE.get(fold(binding.header[place]), set())]:
            places.remove(place)
            binding.unused.append(binding.header[place])
    binding.places = {role: places for role, places in binding.places.items() if places}


def _use_code(binding: Binding) -> None:
    """What is called a code, no more, names the products where nothing else could."""
    if code := binding.places.pop("code", None):
        if binding.places.keys() & {"sku", "product", "variant.gtin"}:
            binding.unused.append(binding.header[code[0]])
        else:
            binding.places["sku"] = code


def _is_code(binding: Binding) -> bool:
    said = headings.heading(binding.header[binding.places["sku"][0]])
    return said is not None and said.role == "code"


def _use_stopgaps(binding: Binding) -> None:
    """A table may give a manufacturer instead of a brand, a barcode instead of an EAN, one weight of two."""
    for role, stopgaps in _STOPGAPS.items():
        found = [(stopgap, place) for stopgap in stopgaps for place in binding.places.pop(stopgap, ())]
        doubled = [binding.doubled.pop(stopgap) for stopgap in stopgaps if stopgap in binding.doubled]
        if len(found) == 1 and not doubled and role not in binding.places:
            ((stopgap, place),) = found
            binding.places[role] = [place]
            if stopgap in binding.units:
                binding.units[role] = binding.units.pop(stopgap)
        else:
            binding.unused += [binding.header[place] for _, place in found]


def _shape(sheet: Sheet, batch: Batch) -> None:
    for row, sku in enumerate(sheet.cells("sku")):
        if sku.strip(" :.*=").casefold() in _TOTALS:
            hint = "this row adds up the others and is no product; take it out"
            sheet.problems.reject(row, sheet.header("sku"), sku, "total_row", hint)
    royal.shape(sheet, batch)


def _shape_by_words(sheet: Sheet, batch: Batch) -> None:
    _shape(sheet, batch)
    _keep_variants_apart(sheet, batch)
    _activate(sheet, batch)
    _place_stock(sheet, batch)


def _keep_variants_apart(sheet: Sheet, batch: Batch) -> None:
    """Without a column for the product, a size tells nothing apart, unless rows of one SKU differ in it."""
    if sheet.has("product") or not sheet.named("option"):
        return
    alike = {row for rows in repeated(batch.keys) for row in rows}
    for name in _OPTIONS & batch.variant.keys():
        batch.variant[name] = [value if row in alike else None for row, value in enumerate(batch.variant[name])]


def _activate(sheet: Sheet, batch: Batch) -> None:
    """A column that says yes or no."""
    if sheet.has("active") and not sheet.has("product.status"):
        said = values.boolean(sheet.cells("active"), sheet.problems, sheet.header("active"))
        batch.product["status"] = [None if yes is None else "active" if yes else "draft" for yes in said]


def _place_stock(sheet: Sheet, batch: Batch) -> None:
    """Rows may each be of one warehouse; the import adds those of a variant up to its stock in all of them."""
    if not sheet.has("warehouse") or not sheet.has("stock") or sheet.named("stock"):
        return
    (units,) = batch.stock.values()
    names = [name.strip() or sheet.options.default_location for name in sheet.cells("warehouse")]
    batch.stock = {
        place: [count if name == place else None for count, name in zip(units, names, strict=True)]
        for place in dict.fromkeys(names)
    }


#: Words of a status column -> active or draft.
_STATUSES = {
    **royal.ROYAL.statuses, "true": "active", "false": "draft",
    **dict.fromkeys(["aktiv", "actif", "activo", "attivo", "actief", "aktywny", "ativo", "aktif"], "active"),
    **dict.fromkeys(["inaktiv", "inactif", "inactivo", "inattivo", "inactief", "nieaktywny", "inativo"], "draft"),
}  # fmt: skip

_CONTAINERS: frozenset[Container] = frozenset({"delimited", "json", "xml"})

TABLE = replace(
    royal.ROYAL, name="table", title="table", fits=_fits, refine=_refine, check=doubts.check, shape=_shape_by_words,
    columns=_COLUMNS, containers=_CONTAINERS, items=_ITEMS, attributes=_ATTRIBUTES, reads=_read,
    bind_first=bind_markets, markets_share_currency=True, key_words=doubts.KEYS, statuses=_STATUSES,
)  # fmt: skip

#: The same with a profile: then only what the profile says counts.
MAPPED = replace(
    royal.ROYAL, name="table", title="table by profile", only_meant=True, fits=lambda _: 0, shape=_shape,
    columns={**royal.COLUMNS, "dimensions": "dimensions"}, containers=_CONTAINERS, items=_ITEMS,
    attributes=_ATTRIBUTES, markets_share_currency=True,
)  # fmt: skip
