"""What tables call their columns in Italian."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "codice articolo, codice prodotto, cod articolo, cod art, cod prodotto, codice art, numero articolo, "
        "riferimento, n articolo, sku prodotto"
    ),
    "product": "codice padre, sku padre, articolo padre, codice modello",
    "product.title": "nome, nome prodotto, nome del prodotto, nome articolo, titolo, titolo prodotto, denominazione",
    "product.description": (
        "descrizione, descrizione prodotto, descrizione articolo, descrizione lunga, descrizione estesa"
    ),
    "product.product_type": "tipo di prodotto, tipo prodotto",
    "product.vendor": "marca, marchio",
    "product.category_path": "categoria, categorie, categoria prodotto",
    "product.tags": "etichette",
    "product.meta_keywords": "parole chiave",
    "product.status": "stato prodotto",
    "images": "immagine, immagini, url immagine, link immagine, immagine prodotto, immagine principale",
    "variant.gtin": "codice ean",
    "variant.mpn": "codice produttore, riferimento produttore",
    "variant.price": (
        "prezzo, prezzo di vendita, prezzo vendita, prezzo unitario, prezzo al pubblico, prezzo di listino, "
        "prezzo listino, prezzo netto, prezzo lordo"
    ),
    "sale_price": "prezzo scontato, prezzo promo, prezzo promozionale, prezzo in offerta, prezzo offerta",
    "variant.compare_at_price": "prezzo barrato, vecchio prezzo",
    "variant.cost_price": (
        "prezzo di acquisto, prezzo d acquisto, prezzo acquisto, costo, costo di acquisto, costo unitario"
    ),
    "currency": "valuta, divisa",
    "stock": (
        "giacenza, quantità, qtà, qta, quantità disponibile, quantità in magazzino, scorta, scorte, esistenza, q tà"
    ),
    "variant.weight": "peso",
    "weight_unit": "unità di peso",
    "length": "lunghezza",
    "width": "larghezza",
    "height": "altezza",
    "color": "colore",
    "size": "taglia, misura",
    "material": "materiale",
    "maker": "produttore, fabbricante",
    "product_group": "gruppo merceologico, famiglia",
    "barcode": "codice a barre, codice barre",
    "net_weight": "peso netto",
    "gross_weight": "peso lordo",
    "summary": "descrizione breve, breve descrizione",
    "active": "attivo",
    "warehouse": "deposito",
    "code": "codice",
}
