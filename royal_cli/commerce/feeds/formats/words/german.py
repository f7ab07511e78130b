"""What tables call their columns in German."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "artikelnummer, artikelnr, artikel nr, artikel nummer, art nummer, artnr, artikel no, artikelcode, "
        "produktnummer, produktnr, produkt nr, produktcode, bestellnummer, bestellnr, bestell nr, best nr, "
        "sachnummer, materialnummer, teilenummer, warennummer, varianten sku"
    ),
    "product": (
        "hauptartikelnummer, vaterartikel, vaterartikelnummer, elternartikel, modellnummer, modellnr, modell nr, "
        "stilnummer, übergeordnete artikelnummer"
    ),
    "product.title": (
        "bezeichnung, artikelbezeichnung, produktbezeichnung, produktname, produkttitel, artikelname, artikeltext, "
        "artikel bezeichnung, kurzbezeichnung, bezeichnung 1, bezeichnung1, artikeltext 1, artikeltext1, titel, "
        "warenbezeichnung"
    ),
    "product.description": (
        "beschreibung, produktbeschreibung, artikelbeschreibung, langtext, langbeschreibung, beschreibungstext"
    ),
    "product.product_type": "produkttyp, produktart, artikelart, artikeltyp",
    "product.vendor": "marke, markenname",
    "product.category_path": "kategorie, kategorien, produktkategorie, kategoriepfad",
    "product.tags": "schlagwörter",
    "product.meta_keywords": "suchbegriffe, stichwörter",
    "product.seo_title": "meta titel",
    "product.seo_description": "meta beschreibung",
    "product.status": "artikelstatus, produktstatus",
    "images": (
        "bild, bilder, bild url, bild link, bildlink, bildurl, bild adresse, bildadresse, produktbild, produktbilder, "
        "artikelbild, foto, fotos, hauptbild"
    ),
    "variant.gtin": "ean nummer, ean nr, gtin nummer, gtin nr",
    "variant.mpn": (
        "herstellernummer, herstellernr, hersteller nr, herstellerartikelnummer, hersteller artikelnummer, han"
    ),
    "variant.price": (
        "preis, verkaufspreis, vk, vk preis, vkpreis, ladenpreis, endpreis, endkundenpreis, einzelpreis, "
        "artikelpreis, produktpreis, stückpreis, regulärer preis, normalpreis, bruttopreis, nettopreis, "
        "bruttoverkaufspreis, nettoverkaufspreis, preis pro stück, standardpreis, std vk"
    ),
    "sale_price": "angebotspreis, aktionspreis, sonderpreis, rabattpreis",
    "variant.compare_at_price": "alter preis, statt preis, streichpreis, vorheriger preis, vergleichspreis",
    "variant.cost_price": "ek, ek preis, ekpreis, einkaufspreis, einstandspreis, beschaffungspreis, selbstkosten",
    "currency": "währung, währungscode, waehrungskennzeichen",
    "stock": (
        "bestand, lagerbestand, lager, lagermenge, menge, anzahl, stückzahl, verfügbarer bestand, verfügbare menge, "
        "bestandsmenge, freier bestand, auf lager, aktueller bestand, istbestand, lagerbestand gesamt"
    ),
    "variant.weight": "gewicht, produktgewicht, artikelgewicht",
    "weight_unit": "gewichtseinheit",
    "length": "länge",
    "width": "breite",
    "height": "höhe",
    "color": "farbe",
    "size": "größe, grösse",
    "material": "werkstoff",
    "maker": "hersteller, herstellername, produzent",
    "product_group": "warengruppe, artikelgruppe, produktgruppe, gruppe",
    "barcode": "strichcode, barcode nummer",
    "net_weight": "nettogewicht",
    "gross_weight": "bruttogewicht",
    "summary": "kurzbeschreibung, kurztext",
    "active": "aktiv",
    "warehouse": "lagername, lagerstandort",
}
