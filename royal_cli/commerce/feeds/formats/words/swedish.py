"""What tables call their columns in Swedish."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "artikelnummer, artikelnr, artikel nr, art nr, artikelkod, produktkod, produktnummer, produktnr, varunummer"
    ),
    "product": "modellnummer, huvudartikel",
    "product.title": "namn, produktnamn, artikelnamn, benämning, artikelbenämning, titel, produkttitel, varunamn",
    "product.description": "beskrivning, produktbeskrivning, artikelbeskrivning, lång beskrivning",
    "product.vendor": "märke, varumärke",
    "product.category_path": "kategori, kategorier, produktkategori",
    "images": "bild, bilder, bildlänk, bild url, produktbild, huvudbild",
    "variant.gtin": "ean kod",
    "variant.mpn": "tillverkarens artikelnummer, tillverkarens artikelnr",
    "variant.price": "pris, försäljningspris, utpris, ordinarie pris, styckpris, butikspris",
    "sale_price": "kampanjpris, reapris, specialpris",
    "variant.compare_at_price": "tidigare pris",
    "variant.cost_price": "inköpspris, inpris, kostnad, kostnadspris, självkostnad",
    "currency": "valuta, valutakod",
    "stock": (
        "lager, lagersaldo, lagerantal, antal, antal i lager, saldo, lagerstatus antal, kvantitet, disponibelt saldo, "
        "tillgängligt antal"
    ),
    "variant.weight": "vikt",
    "length": "längd",
    "width": "bredd",
    "height": "höjd",
    "color": "färg",
    "size": "storlek",
    "material": "material",
    "maker": "tillverkare",
    "product_group": "varugrupp, produktgrupp",
    "barcode": "streckkod",
    "net_weight": "nettovikt",
    "gross_weight": "bruttovikt",
    "summary": "kort beskrivning",
    "warehouse": "lagerställe",
}
