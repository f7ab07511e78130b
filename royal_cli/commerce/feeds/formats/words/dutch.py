"""What tables call their columns in Dutch."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "artikelnummer, artikelnr, artikel nr, artikel nummer, art nr, artnr, artikelcode, productcode, "
        "productnummer, bestelnummer, bestelcode, referentiecode, referentie, eigen referentie, interne referentie"
    ),
    "product": "modelnummer, modelnr, modelcode, hoofdartikel, hoofdartikelnummer, bovenliggende sku",
    "product.title": "naam, productnaam, artikelnaam, titel, producttitel",
    "product.description": (
        "beschrijving, productbeschrijving, artikelbeschrijving, lange omschrijving, uitgebreide omschrijving, "
        "omschrijving, artikelomschrijving, productomschrijving"
    ),
    "product.product_type": "producttype, productsoort",
    "product.vendor": "merk, merknaam",
    "product.category_path": "categorie, categorieën, productcategorie, rubriek",
    "product.meta_keywords": "zoekwoorden, trefwoorden",
    "product.status": "productstatus, artikelstatus",
    "images": (
        "afbeelding, afbeeldingen, afbeelding url, afbeeldings url, afbeeldingslink, link afbeelding, "
        "productafbeelding, hoofdafbeelding, foto, foto s"
    ),
    "variant.gtin": "ean nummer",
    "variant.mpn": "fabrikantcode, artikelnummer fabrikant, fabrikant artikelnummer",
    "variant.price": (
        "prijs, verkoopprijs, verkoop prijs, consumentenprijs, winkelprijs, stukprijs, brutoprijs, nettoprijs, "
        "reguliere prijs"
    ),
    "sale_price": "actieprijs, aanbiedingsprijs, aanbieding prijs",
    "variant.compare_at_price": "van prijs, vanprijs, oude prijs, doorgestreepte prijs",
    "variant.cost_price": "inkoopprijs, inkoop prijs, inkoop, kostprijs",
    "currency": "valuta, valutacode, munteenheid",
    "stock": (
        "voorraad, aantal, aantal op voorraad, voorraadaantal, voorraadniveau, beschikbare voorraad, vrije voorraad, "
        "hoeveelheid, voorraad aantal, huidige voorraad"
    ),
    "variant.weight": "gewicht",
    "weight_unit": "gewichtseenheid",
    "length": "lengte",
    "width": "breedte",
    "height": "hoogte",
    "color": "kleur",
    "size": "maat",
    "material": "materiaal",
    "maker": "fabrikant, producent",
    "product_group": "artikelgroep, productgroep",
    "barcode": "streepjescode",
    "net_weight": "nettogewicht",
    "gross_weight": "brutogewicht",
    "summary": "korte omschrijving, korte beschrijving",
    "active": "actief",
    "warehouse": "magazijn",
    "on_hand": "fysieke voorraad",
}
