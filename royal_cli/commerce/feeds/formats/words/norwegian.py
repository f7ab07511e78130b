"""What tables call their columns in Norwegian."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "varenummer, varenr, vare nr, varekode, produktnummer, produktnr, produktkode, artikkelnummer, artikkelnr, "
        "artikkel nr"
    ),
    "product": "modellnummer",
    "product.title": "navn, produktnavn, varenavn, varebetegnelse, tittel, produkttittel, varetekst",
    "product.description": "beskrivelse, produktbeskrivelse, varebeskrivelse",
    "product.vendor": "merke, varemerke",
    "product.category_path": "kategori, kategorier, produktkategori",
    "images": "bilde, bilder, bildelenke, produktbilde, hovedbilde",
    "variant.gtin": "ean nummer, ean kode",
    "variant.mpn": "produsentens varenummer, produsentnummer",
    "variant.price": "pris, salgspris, utsalgspris, ordinær pris, enhetspris, stykkpris",
    "sale_price": "tilbudspris, kampanjepris",
    "variant.compare_at_price": "førpris, tidligere pris",
    "variant.cost_price": "kostpris, innkjøpspris, innpris",
    "currency": "valuta, valutakode",
    "stock": "lager, lagerbeholdning, lagerantall, beholdning, antall, antall på lager, lagersaldo",
    "variant.weight": "vekt",
    "length": "lengde",
    "width": "bredde",
    "height": "høyde",
    "color": "farge",
    "size": "størrelse",
    "material": "materiale",
    "maker": "produsent",
    "product_group": "varegruppe, produktgruppe",
    "barcode": "strekkode",
    "net_weight": "nettovekt",
    "gross_weight": "bruttovekt",
    "summary": "kort beskrivelse",
}
