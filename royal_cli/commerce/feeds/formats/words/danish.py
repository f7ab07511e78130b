"""What tables call their columns in Danish."""

#: Role -> words for it.
WORDS = {
    "sku": "varenummer, varenr, vare nr, varekode, produktnummer, produktnr, produktkode, artikelnummer, artikelnr",
    "product": "modelnummer, modelnr",
    "product.title": "navn, produktnavn, varenavn, varebetegnelse, betegnelse, titel, produkttitel, varetekst",
    "product.description": "beskrivelse, produktbeskrivelse, varebeskrivelse, lang beskrivelse",
    "product.vendor": "mærke, varemærke",
    "product.category_path": "kategori, kategorier, produktkategori",
    "images": "billede, billeder, billede url, billedlink, produktbillede, hovedbillede",
    "variant.gtin": "ean nummer, ean nr, ean kode",
    "variant.mpn": "producentens varenummer, producent varenummer",
    "variant.price": "pris, salgspris, udsalgspris, normalpris, stykpris, enhedspris",
    "sale_price": "tilbudspris, kampagnepris",
    "variant.compare_at_price": "førpris, før pris",
    "variant.cost_price": "kostpris, indkøbspris, købspris",
    "currency": "valuta, valutakode, møntfod",
    "stock": (
        "lager, lagerbeholdning, lagerantal, beholdning, antal, antal på lager, lagerstatus antal, "
        "disponibel beholdning"
    ),
    "variant.weight": "vægt",
    "length": "længde",
    "width": "bredde",
    "height": "højde",
    "color": "farve",
    "size": "størrelse",
    "material": "materiale",
    "maker": "producent, fabrikant",
    "product_group": "varegruppe, produktgruppe",
    "barcode": "stregkode",
    "net_weight": "nettovægt",
    "gross_weight": "bruttovægt",
    "summary": "kort beskrivelse",
    "warehouse": "lagersted",
}
