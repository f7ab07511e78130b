"""What tables call their columns in Czech and Slovak."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "kód produktu, kód zboží, číslo zboží, číslo produktu, katalogové číslo, kat číslo, objednací číslo, "
        "obj číslo, kód tovaru, číslo tovaru, číslo artiklu"
    ),
    "product": "kód rodiče, nadřazený produkt, kód modelu",
    "product.title": "název, název produktu, název zboží, názov, názov produktu, názov tovaru, jméno produktu",
    "product.description": "popis, popis produktu, popis zboží, dlouhý popis, dlhý popis, podrobný popis",
    "product.product_type": "typ produktu, druh zboží",
    "product.vendor": "značka",
    "product.category_path": "kategorie, kategória, kategorie produktu",
    "product.meta_keywords": "klíčová slova",
    "images": "obrázek, obrázky, obrázok, odkaz na obrázek, url obrázku, hlavní obrázek, fotografie",
    "variant.gtin": "ean kód, kód ean",
    "variant.mpn": "kód výrobce, kód výrobcu",
    "variant.price": (
        "cena, prodejní cena, predajná cena, běžná cena, maloobchodní cena, maloobchodná cena, jednotková cena"
    ),
    "sale_price": "akční cena, akciová cena",
    "variant.compare_at_price": "původní cena, pôvodná cena, stará cena",
    "variant.cost_price": "nákupní cena, nákupná cena, pořizovací cena, obstarávacia cena",
    "currency": "měna, mena",
    "stock": (
        "skladem ks, skladem kusů, počet kusů, počet ks, množství, množstvo, stav skladu, stav zásob, zásoba, zásoby, "
        "počet na skladě, počet skladem, počet kusov"
    ),
    "variant.weight": "hmotnost, hmotnosť, váha",
    "length": "délka, dĺžka",
    "width": "šířka, šírka",
    "height": "výška",
    "color": "barva, farba",
    "size": "velikost, veľkosť",
    "material": "materiál",
    "maker": "výrobce, výrobca",
    "product_group": "skupina zboží",
    "barcode": "čárový kód, čiarový kód",
    "summary": "krátký popis, krátky popis",
    "active": "aktivní, aktívny",
    "warehouse": "sklad",
    "code": "kód",
}
