"""Where a table could be meant in several ways, or is something else: refused, with the reason."""

from collections.abc import Sequence

from royal_cli.commerce.feeds.formats import headings
from royal_cli.commerce.feeds.formats.listing import listing
from royal_cli.commerce.feeds.formats.sheet import Binding, meaning
from royal_cli.commerce.feeds.formats.words import spellings
from royal_cli.commerce.feeds.headers import fold, listed
from royal_cli.errors import FeedError

#: Columns of orders and invoices, whose quantities are no stock.
_ORDERED = (
    "order id, order no, order number, order date, order item id, invoice id, invoice no, invoice number, invoice date,"
    "customer, customer id, customer name, purchase date, rechnungsnummer, rechnungsdatum, bestelldatum,"
    "auftragsnummer, kundennummer, kunde, kundenname, numéro de commande, date de commande, numéro de facture,"
    "date de facture, número de pedido, fecha de pedido, número de factura, numero ordine, data ordine, numero fattura,"
    "ordernummer, orderdatum, factuurnummer, klantnaam, klantnummer, numer zamówienia, data zamówienia, numer faktury,"
    "číslo objednávky, номер заказа, дата заказа, sipariş no, sipariş numarası, sipariş tarihi, رقم الطلب"
)

#: Columns of what was sold. A quantity beside them is of that, unless it is called a stock.
_SOLD_WORDS = (
    "revenue, total revenue, net sales, gross sales, sales amount, units sold, qty sold, quantity sold, orders, umsatz,"
    "verkaufte menge, bestellungen, chiffre d affaires, ca ht, quantité vendue, ventas, ingresos, unidades vendidas,"
    "fatturato, vendite, omzet, bestellingen, obrót, tržby, omsättning, omsætning, ciro, выручка, продажи, المبيعات"
)
_QUANTITY_WORDS = (
    "qty, quantity, units, menge, anzahl, stückzahl, quantité, qté, qte, cantidad, cant, quantità, qtà, quantidade,"
    "qtd, aantal, ilość, množství, antal, määrä, mennyiség, cantitate, adet, miktar, количество, кол во, الكمية"
)
#: Where something stands: in which warehouse, or on which of its shelves.
_PLACE_WORDS = (
    "location, stock location, lagerort, standort, emplacement, ubicación, ubicazione, locatie, lokalizacja, umístění,"
    "placering, konum, локация, الموقع"
)
_SOLD, _QUANTITIES, _PLACES = (
    frozenset(spelled for word in words.split(",") for spelled in spellings(word))
    for words in (_SOLD_WORDS, _QUANTITY_WORDS, _PLACE_WORDS)
)

#: Headers of tables whose rows depend on each other in ways that only a format of their own can follow.
_STRUCTURED = {
    "fieldtype": "Wix", "configurable variations": "Magento", "attribute set code": "Magento", "asin1": "Amazon",
    "offerid": "bol", "variation 1 type": "Etsy", "image urls x y z": "PrestaShop",
    "variation name": "Square", "variant option one name": "Vend",
    "row type": "variants in rows of their own", "record type": "variants in rows of their own",
    # Shopware calls a SKU ordernumber.
    **{spelled: "orders" for word in _ORDERED.split(",") for spelled in spellings(word) if spelled != "ordernumber"},
}  # fmt: skip

#: What a column may be called that names products, or something else.
_CODES = frozenset(
    [
        "code",
        "kod",
        "kód",
        "codigo",
        "código",
        "codice",
        "cod",
        "id",
        "model",
        "part",
        "ref",
        "nummer",
        "number",
        "nr",
        "no",
    ]
)

#: Columns that have no place in the catalogue, and are no reason to doubt the others.
_ASIDE_WORDS = (
    "index, row, unit, units, uom, unit of measure, einheit, unité, unità, unidad, eenheid, jednostka, jednotka, mwst,"
    "mwst satz, ust, vat, vat rate, tax, tax rate, tva, taux tva, iva, btw, dph, moms, kdv, supplier, supplier name,"
    "lieferant, fournisseur, fornitore, proveedor, leverancier, dostawca, dodavatel, min stock, minimum stock,"
    "max stock, mindestbestand, stock mini, stock minimum, stock minimo, minimumvoorraad, reorder level, reorder point,"
    "committed, reserved, reserviert, stock réservé, incoming, on order, comment, comments, notes, bemerkung, remarque,"
    "date, datum, updated, last updated, hsn code, hs code, origin, country of origin, position"
)
_ASIDE = frozenset(spelled for word in _ASIDE_WORDS.split(",") for spelled in spellings(word))

#: How to ask for a column that names the products.
KEYS = "a SKU, an article or item number, an EAN"
_HOW = (
    "`royal product profile create FILE` proposes a profile that says which column is what; correct it, and import"
    " with --profile"
)


def check(binding: Binding, is_asked_for: bool) -> None:
    """Refuse what could be meant in several ways. Whoever asks for a table takes what is known of it."""
    for header in binding.header:
        if kind := _STRUCTURED.get(fold(header)):
            hint = "`royal order import` takes orders" if kind == "orders" else _HOW
            raise FeedError(f"The column {header} belongs to a feed of another kind ({kind}).", hint=hint)
    for role, headers in binding.doubled.items():
        raise FeedError(f"Several columns could be the {meaning(role)}: {listed(headers)}.", hint=_HOW)
    _check_prices(binding, is_asked_for)
    _check_stock(binding, is_asked_for)
    _check_key(binding, is_asked_for)
    used = len(binding.header) - len(binding.unused)
    used += sum(fold(name) in _ASIDE for name in binding.unused)
    if used * 2 < len(binding.header) and not is_asked_for:
        message = f"Only {used} of {len(binding.header)} columns are known: not {listed(binding.unused)}."
        raise FeedError(message, hint=f"{_HOW}, or --feed table to take what is known")


def _check_prices(binding: Binding, is_asked_for: bool) -> None:
    rivals = [name for name in binding.unused if headings.may_be_price(name)]
    if rivals and "variant.price" in binding.places:
        known = [binding.header[place] for place in binding.places["variant.price"]]
        raise FeedError(f"Several columns could be the price: {listed(known + rivals)}.", hint=_HOW)
    asked = [name for name in rivals if not headings.is_recommended(name)]
    if asked and "market.price" not in binding.named and not is_asked_for:
        message = f"No column is certainly the price, but {listed(asked)} could be."
        raise FeedError(message, hint=f"{_HOW}, or --feed table to go without a price")
    said = {header.vat for place in _money_places(binding) if (header := headings.heading(binding.header[place]))}
    if said >= {True, False}:
        names = listed(binding.header[place] for place in _money_places(binding))
        raise FeedError(f"Some of these prices include VAT, and some do not: {names}.", hint=_HOW)


def _check_stock(binding: Binding, is_asked_for: bool) -> None:
    header = binding.header
    if quantities := [header[place] for place in binding.places.get("stock", ()) if is_of_sales(header, place)]:
        sold = listed(name for name in header if fold(name) in _SOLD)
        raise FeedError(f"{listed(quantities)} may be what was sold, no stock, beside {sold}.", hint=_HOW)
    places = [name for name in binding.unused if fold(name) in _PLACES]
    if places and "stock" in listing(binding) and not is_asked_for:
        message = f"{listed(places)} may say in which warehouse this stock is, or only on which shelf."
        raise FeedError(message, hint="call the column Warehouse where it is that; or --feed table to go without it")


def is_of_orders(header: str) -> bool:
    return _STRUCTURED.get(fold(header)) == "orders"


def is_of_sales(header: Sequence[str], place: int) -> bool:
    """Whether a quantity is that of orders or sales, as the columns beside it say."""
    return fold(header[place]) in _QUANTITIES and any(is_of_orders(name) or fold(name) in _SOLD for name in header)


def _check_key(binding: Binding, is_asked_for: bool) -> None:
    """A GTIN is the key where nothing else can be; a column of codes might be a better one."""
    rivals = [name for name in binding.unused if _CODES.intersection(headings.words(name))]
    if rivals and not (binding.places.keys() & {"sku", "product"} or is_asked_for or listing(binding)):
        gtins = listed(binding.header[place] for place in binding.places["variant.gtin"])
        message = f"Its products could be named by {listed(rivals)}, or by their GTIN ({gtins})."
        raise FeedError(message, hint=f"{_HOW}, or --feed table to go by the GTIN")


def _money_places(binding: Binding) -> list[int]:
    roles = ("variant.price", "sale_price", "variant.compare_at_price")
    return [place for role in roles for place in binding.places.get(role, ())]


def explain(binding: Binding) -> str | None:
    """Why a table cannot be imported as it is, to be said of it; None where nothing of it is known."""
    rivals = [name for names in binding.doubled.values() for name in names]
    known = [f"{listed([binding.header[place]])} is the {meaning(role)}"
             for role, places in binding.places.items() if role not in binding.doubled for place in places]  # fmt: skip
    known += [f"{' or '.join(names)} could be the {meaning(role)}" for role, names in binding.doubled.items()]
    if not known:
        return None
    has_key = binding.places.keys() & {"sku", "product", "variant.gtin"}
    missing = f"has no column that names its products ({KEYS})"
    if has_key == {"variant.gtin"} and "product.title" not in binding.places:
        missing = "has GTINs, but neither SKUs nor titles beside them"
    elif has_key:
        missing = "says nothing of its products that is known"
    unknown = [name for name in binding.unused if name not in rivals]
    return f"{missing}. {'; '.join(known)}{f'; not known: {listed(unknown)}' if unknown else ''}."
