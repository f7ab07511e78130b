"""The words of shops and marketplaces for how far an order is, as the statuses that royal keeps."""

from collections.abc import Mapping
from typing import TypeVar

from royal_cli.commerce.feeds import values
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.sheet import OrderSheet

V = TypeVar("V")


def _words(said: Mapping[str, str]) -> dict[str, str]:
    """Word -> status, of the words of each status with commas between them."""
    return {word.strip(): status for status, words in said.items() for word in words.split(",")}


FINANCIAL = _words(
    {
        "pending": "pending, unpaid, unbezahlt, offen, onbetaald, openstaand, impayé, pendiente, non pagato",
        "authorized": "authorized, authorised, autorisiert, geautoriseerd, autorisé, autorizado, autorizzato",
        "partially_paid": "partially paid, partially_paid, teilweise bezahlt, deels betaald, partiellement payé",
        "paid": "paid, bezahlt, betaald, payé, payée, pagado, pagada, pagato, betalt, betald, opłacone",
        "partially_refunded": (
            "partially refunded, partially_refunded, teilweise erstattet, teilerstattet, gedeeltelijk terugbetaald,"
            " deels terugbetaald, partiellement remboursé, parcialmente reembolsado, parzialmente rimborsato"
        ),
        "refunded": "refunded, erstattet, rückerstattet, terugbetaald, remboursé, remboursée, reembolsado, rimborsato",
        "voided": "voided, expired, failed, verfallen, fehlgeschlagen, verlopen, mislukt, expiré, échoué",
    }
)
FULFILLMENT = _words(
    {
        "unfulfilled": (
            "unfulfilled, not fulfilled, unshipped, pending, open, restocked, on_hold, scheduled, in_progress,"
            " nicht versandt, offen, niet verzonden, non expédié"
        ),
        "partial": (
            "partial, partially fulfilled, partially_fulfilled, partially shipped, teilweise versandt,"
            " gedeeltelijk verzonden, deels verzonden, partiellement expédié"
        ),
        "fulfilled": (
            "fulfilled, shipped, delivered, versandt, versendet, geliefert, zugestellt, verzonden, geleverd, bezorgd,"
            " expédié, expédiée, livré, livrée, enviado, entregado, spedito, consegnato"
        ),
    }
)
ORDER = _words(
    {
        "open": (
            "open, pending, processing, unshipped, new, on hold, offen, in bearbeitung, neu, nieuw, in behandeling,"
            " en cours, nouveau, pendiente, nuevo, in corso, nuovo"
        ),
        "closed": (
            "closed, completed, complete, shipped, delivered, archived, abgeschlossen, versandt, versendet, geliefert,"
            " zugestellt, afgerond, voltooid, verzonden, geleverd, bezorgd, terminé, terminée, expédié, expédiée,"
            " livré, livrée, completado, enviado, entregado, completato, spedito, consegnato"
        ),
        "cancelled": (
            "cancelled, canceled, storniert, abgebrochen, geannuleerd, annulé, annulée, cancelado, cancelada, annullato"
        ),
    }
)

_WORDS = {"financial_status": FINANCIAL, "fulfillment_status": FULFILLMENT, "order_status": ORDER}
#: In a column that is only called status these are said of the order, whatever they mean of payments or parcels.
_OF_THE_ORDER = frozenset({"pending", "open", "offen", "pendiente"})
#: What a word says in such a column, by field; a file has a word for what matters most at the moment.
_ANYWHERE = {
    word: {
        field: words[word]
        for field, words in _WORDS.items()
        if word in words and (field == "order_status" or word not in _OF_THE_ORDER)
    }
    for word in {**ORDER, **FINANCIAL, **FULFILLMENT}
}


def convert(sheet: OrderSheet, batch: OrderBatch) -> None:
    for field in ("financial_status", "fulfillment_status"):
        if sheet.has(f"order.{field}"):
            batch.order[field] = sheet.at_starts(of_runs(sheet, f"order.{field}", _WORDS[field]))
    if sheet.has("order.order_status"):
        _convert_status(sheet, batch)
    if sheet.has("line.fulfillment_status"):
        role = "line.fulfillment_status"
        batch.line["fulfillment_status"] = values.choice(
            sheet.cells(role), sheet.problems, sheet.header(role), FULFILLMENT
        )


def _convert_status(sheet: OrderSheet, batch: OrderBatch) -> None:
    """A column that is only called status may speak of the order, of its payment or of its parcels: paid, shipped.

    What has a column of its own is what that says.
    """
    said = of_runs(sheet, "order.order_status", _ANYWHERE)
    for field in _WORDS:
        if field == "order_status" or not sheet.has(f"order.{field}"):
            found = [None if meaning is None else meaning.get(field) for meaning in said]
            if field == "order_status" or any(found):
                batch.order[field] = sheet.at_starts(found)


def of_runs(sheet: OrderSheet, role: str, words: Mapping[str, V]) -> list[V | None]:
    """Of every run what its status means; an unknown word is told, and the status stays unknown."""
    rows, cells = sheet.stated(role)
    return values.choice(cells, sheet.problems_at(rows), sheet.header(role), words)
