"""Any other table: by a mapping profile, or where its headers are words that can mean one thing only."""

from dataclasses import replace

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import headings, royal
from royal_cli.commerce.feeds.formats.declare import Seen
from royal_cli.commerce.feeds.formats.listing import listing
from royal_cli.commerce.feeds.formats.markets import bind_markets
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet, bind, meaning
from royal_cli.commerce.feeds.formats.words import LANGUAGES, words_of
from royal_cli.commerce.feeds.headers import fold, listed
from royal_cli.errors import FeedError

#: Role -> what does where nothing better stands for it, the best first; of two columns for one of these none is taken.
_STOPGAPS = {
    "variant.gtin": ("barcode",), "product.vendor": ("maker",), "product.description": ("summary",),
    "product.category_path": ("product_group",), "variant.weight": ("gross_weight", "net_weight"),
}  # fmt: skip

_COLUMNS = {header: role for header, role in headings.WORDS.items() if role not in ("color", "size", "material")}

#: Words that mean something else where the words of another language stand beside them: nombre counts in French.
_ELSEWHERE = {"nombre": words_of(LANGUAGES["french"]).keys() - words_of(LANGUAGES["spanish"]).keys()}

#: Headers of tables whose rows depend on each other in ways that only a format of their own can follow.
_STRUCTURED = {
    "fieldtype": "Wix", "configurable variations": "Magento", "attribute set code": "Magento", "asin1": "Amazon",
    "offerid": "bol", "variation 1 type": "Etsy", "image urls x y z": "PrestaShop",
    "row type": "variants in rows of their own", "record type": "variants in rows of their own",
}  # fmt: skip

#: What stands where a SKU should be in a row that adds up the others.
_TOTAL = (
    "total, totals, grand total, sub total, subtotal, overall total, sum, gesamt, gesamtsumme, zwischensumme, endsumme,"
    "summe, totaal, subtotaal, eindtotaal, total général, total general, sous total, totale, totale generale, suma,"
    "razem, celkem, összesen, toplam, genel toplam, totalt, summa, yhteensä, i alt, итого, всего, всього, разом"
)
_TOTALS = frozenset(word.strip() for word in _TOTAL.split(","))

_KEYS = "a SKU, an article or item number, an EAN"
_HOW = (
    "`royal product profile create FILE` proposes a profile that says which column is what; correct it, and import"
    " with --profile"
)


def _fits(seen: Seen) -> int:
    binding = bind(seen.header, TABLE)
    told = {"product.title", "variant.price", "variant.cost_price", "stock", "variant.gtin"} & binding.places.keys()
    if "sku" in binding.places:
        return 30 if told | binding.named.keys() else 0
    has_gtins = "variant.gtin" in binding.places and "product" not in binding.places
    return 30 if has_gtins and ("product.title" in told or listing(binding)) else 0


def _read(header: str) -> headings.Heading | None:
    """What a header says besides its word; of a market's price alone nobody knows whether it is the price."""
    said = headings.heading(header)
    return None if said and said.market else said


def _refine(binding: Binding) -> None:
    _unbind_foreign(binding)
    _use_stopgaps(binding)
    if "product" not in binding.places:
        for place in binding.named.pop("option", {}).values():
            binding.unused.append(binding.header[place])
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


def _check(binding: Binding, is_asked_for: bool) -> None:
    """Refuse what could be meant in several ways. Whoever asks for a table takes what is known of it."""
    for role, headers in binding.doubled.items():
        raise FeedError(f"Several columns could be the {meaning(role)}: {listed(headers)}.", hint=_HOW)
    _check_prices(binding)
    for header in binding.header:
        if kind := _STRUCTURED.get(fold(header)):
            raise FeedError(f"The column {header} belongs to a feed of another kind ({kind}).", hint=_HOW)
    used = len(binding.header) - len(binding.unused)
    if used * 2 < len(binding.header) and not is_asked_for:
        message = f"Only {used} of {len(binding.header)} columns are known: not {listed(binding.unused)}."
        raise FeedError(message, hint=f"{_HOW}, or --feed table to take what is known")


def _check_prices(binding: Binding) -> None:
    rivals = [name for name in binding.unused if headings.may_be_price(name)]
    if rivals and "variant.price" in binding.places:
        known = [binding.header[place] for place in binding.places["variant.price"]]
        raise FeedError(f"Several columns could be the price: {listed(known + rivals)}.", hint=_HOW)
    said = {header.vat for place in _money_places(binding) if (header := headings.heading(binding.header[place]))}
    if said >= {True, False}:
        names = listed(binding.header[place] for place in _money_places(binding))
        raise FeedError(f"Some of these prices include VAT, and some do not: {names}.", hint=_HOW)


def _money_places(binding: Binding) -> list[int]:
    roles = ("variant.price", "sale_price", "variant.compare_at_price")
    return [place for role in roles for place in binding.places.get(role, ())]


def explain(header: tuple[str, ...]) -> str | None:
    """Why a table cannot be imported as it is, to be said of it; None where nothing of it is known."""
    binding = bind(header, TABLE)
    rivals = [name for names in binding.doubled.values() for name in names]
    known = [f"{listed([header[place]])} is the {meaning(role)}"
             for role, places in binding.places.items() if role not in binding.doubled for place in places]  # fmt: skip
    known += [f"{' or '.join(names)} could be the {meaning(role)}" for role, names in binding.doubled.items()]
    if not known:
        return None
    has_key = binding.places.keys() & set(TABLE.key_roles)
    missing = f"has no column that names its products ({_KEYS})"
    if has_key:
        missing = "says nothing of its products that is known"
    unknown = [name for name in binding.unused if name not in rivals]
    return f"{missing}. {'; '.join(known)}{f'; not known: {listed(unknown)}' if unknown else ''}."


def _shape(sheet: Sheet, batch: Batch) -> None:
    for row, sku in enumerate(sheet.cells("sku")):
        if sku.strip(" :.*=").casefold() in _TOTALS:
            hint = "this row adds up the others and is no product; take it out"
            sheet.problems.reject(row, sheet.header("sku"), sku, "total_row", hint)
    royal.shape(sheet, batch)


TABLE = replace(
    royal.ROYAL, name="table", title="table", fits=_fits, refine=_refine, check=_check, shape=_shape,
    columns=_COLUMNS, containers=frozenset({"delimited"}), reads=_read, bind_first=bind_markets,
    markets_share_currency=True,
    key_words=_KEYS,
)  # fmt: skip

#: The same with a profile: then only what the profile says counts.
MAPPED = replace(
    royal.ROYAL, name="table", title="table by profile", only_meant=True, fits=lambda _: 0, shape=_shape,
    columns={**royal.COLUMNS, "dimensions": "dimensions"},
    markets_share_currency=True,
)  # fmt: skip
