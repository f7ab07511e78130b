"""What tables of orders call their columns, in the languages of European shops: words that can mean one thing only."""

from royal_cli.commerce.feeds.headers import fold

#: Role -> its words. A role that ends with "?" is a stopgap: it counts where nothing better stands for the same.
_WORDS = {
    "order": """
        order, order id, order no, order nr, order number, order ref, order reference, sales order, sales order no,
        ordernumber, orderid, orderno, transaction id, bestellnummer, bestellnr, bestell nr, auftragsnummer, auftragsnr,
        auftrags nr, auftrag, bestelnummer, bestelnr, ordernummer, bestelling, numéro de commande, n commande, no
        commande, n de commande, num commande, commande, référence commande, número de pedido, n pedido, num pedido,
        pedido, numero ordine, n ordine, ordine, número do pedido, numer zamówienia, nr zamówienia, zamówienie, číslo
        objednávky, ordrenummer, номер заказа, sipariş no
    """,
    "invoice?": """
        invoice, invoice id, invoice no, invoice nr, invoice number, invoiceno, receipt, receipt no, receipt id, receipt
        number, bill no, document no, rechnungsnummer, rechnungsnr, rechnungs nr, rechnung nr, rechnung, belegnummer,
        beleg nr, belegnr, factuurnummer, factuurnr, factuur, bonnummer, numéro de facture, n facture, no facture,
        facture, número de factura, n factura, factura, numero fattura, n fattura, fattura, numer faktury, nr faktury,
        fakturanummer, číslo faktury
    """,
    "order.created_at": """
        order date, ordered at, ordered on, order time, order datetime, orderdate, purchase date, created at, date
        created, order created, order created at, bestelldatum, auftragsdatum, besteldatum, orderdatum, date de
        commande, date commande, fecha de pedido, fecha pedido, fecha de compra, data ordine, data dell ordine, data do
        pedido, data zamówienia, datum objednávky, дата заказа, sipariş tarihi
    """,
    "date?": """
        date, datetime, timestamp, transaction date, invoice date, invoicedate, receipt date, sale date, sold at, date
        sold, datum, rechnungsdatum, belegdatum, verkaufsdatum, factuurdatum, verkoopdatum, date de facture, date
        facture, date de vente, fecha, fecha de factura, fecha factura, fecha de venta, data, data fattura, data
        vendita, data faktury, data sprzedaży, dato, дата
    """,
    "order.shipped_at": """
        ship date, shipped at, shipped on, shipping date, date shipped, dispatch date, versanddatum, versendet am,
        lieferdatum, verzenddatum, verzonden op, date d expédition, date expédition, fecha de envío, data spedizione,
        data wysyłki
    """,
    "line.code": """
        sku, stock code, stockcode, item code, item no, item nr, item number, item sku, product id, productid, product
        code, product no, product number, product sku, productcode, article, article no, article nr, article number,
        artikelnummer, artikelnr, artikel nr, art nr, art no, artikelcode, lineitem sku, référence, référence produit,
        réf, ref, code article, code produit, referencia, código, código de producto, codice, codice articolo, codice
        prodotto, kod produktu, symbol, varenummer, артикул, stok kodu
    """,
    "line.title": """
        title, description, product, product name, product title, productname, item, item name, item description, item
        title, bezeichnung, artikel, artikelbezeichnung, artikelname, produkt, produktname, produktbezeichnung,
        omschrijving, artikelomschrijving, productnaam, product omschrijving, désignation, libellé, produit, nom du
        produit, descripción, producto, nombre del producto, artículo, descrizione, prodotto, nome prodotto, articolo,
        nazwa produktu, název produktu, наименование, товар, ürün adı
    """,
    "line.variant_title": """
        variant, variant title, variation, variante, variatie
    """,
    "line.gtin": """
        ean, gtin, upc, barcode, ean code, ean13, gtin13
    """,
    "line.external_id": """
        row id, line id, order item id, order line id, item id, line item id, orderlineid
    """,
    "line.quantity": """
        quantity, qty, units, units sold, quantity ordered, qty ordered, order quantity, quantity sold, count, menge,
        anzahl, stück, stückzahl, bestellmenge, aantal, besteld, quantité, qté, qte, cantidad, cant, unidades, quantità,
        qtà, qta, quantidade, qtd, ilość, množství, antal, antall, määrä, количество, adet
    """,
    "line.price": """
        price, unit price, unitprice, item price, product price, price each, price per unit, price per item, selling
        price, sale price, sales price, einzelpreis, stückpreis, preis, verkaufspreis, vk preis, e preis, preis pro
        stück, prijs, stukprijs, prijs per stuk, eenheidsprijs, verkoopprijs, prix, prix unitaire, pu, pu ht, pu ttc,
        prix de vente, precio, precio unitario, precio de venta, prezzo, prezzo unitario, preço, preço unitário, cena,
        cena jednostkowa, cena za kus, à pris, styckpris, pris, цена, birim fiyat
    """,
    "line.total": """
        line total, row total, item total, sales, sales amount, net sales, gross sales, revenue, turnover, extended
        price, total price, line amount, positionswert, positionssumme, zeilensumme, gesamtpreis, umsatz, erlös,
        regelbedrag, regeltotaal, totaalprijs, omzet, total ligne, montant ligne, prix total, chiffre d affaires, total
        línea, importe, ventas, precio total, totale riga, prezzo totale, importo, fatturato, wartość, wartość
        sprzedaży, omsättning, omsætning, radsumma, сумма, выручка
    """,
    "order.total": """
        order total, total order, invoice total, grand total, order amount, order value, invoice amount, bestellsumme,
        rechnungsbetrag, rechnungssumme, auftragssumme, ordertotaal, totaalbedrag, factuurbedrag, total commande,
        montant total, total ttc, total pedido, total factura, totale ordine, totale fattura
    """,
    "discount": """
        discount, discounts, rabatt, nachlass, korting, remise, réduction, descuento, sconto, desconto, rabat
    """,
    "discount percent": """
        discount percent, discount percentage, discount rate, discount pct, rabatt prozent, kortingspercentage
    """,
    "line.discount": """
        discount amount, line discount, item discount, rabattbetrag, kortingsbedrag, montant remise
    """,
    "line.tax": """
        tax amount, vat amount, line tax, item tax, mwst betrag, steuerbetrag, ust betrag, btw bedrag, montant tva,
        importe iva, importo iva, kwota vat
    """,
    "line.cost": """
        total cost, cost of goods, cogs, cost of goods sold, wareneinsatz
    """,
    "unit cost": """
        cost, unit cost, cost price, purchase price, einkaufspreis, ek preis, ek, inkoopprijs, kostprijs, prix d achat,
        coste, precio de coste, costo, prezzo di acquisto
    """,
    "profit": """
        profit, gross profit, gewinn, rohertrag, winst, brutowinst, bénéfice, beneficio, profitto, utile, zysk
    """,
    "order.customer_key": """
        customer id, customerid, customer no, customer nr, customer number, customer code, client id, client no, client
        number, user id, buyer id, member id, account no, kundennummer, kundennr, kunden nr, kunden id, klantnummer,
        klantnr, klant id, debiteurnummer, numéro client, n client, code client, id client, número de cliente, id
        cliente, código de cliente, codice cliente, nr klienta, id klienta, kundnummer, kundenummer
    """,
    "customer?": """
        customer, client, kunde, klant, cliente, klient, zákazník, kund, покупатель, müşteri
    """,
    "order.customer_name": """
        customer name, customername, client name, buyer, buyer name, kundenname, name des kunden, klantnaam, naam klant,
        nom du client, nom client, nombre del cliente, nombre cliente, nome cliente, nome do cliente, nazwa klienta,
        kundnamn
    """,
    "order.first_name": """
        first name, firstname, customer first name, vorname, voornaam, prénom, imię
    """,
    "order.last_name": """
        last name, lastname, surname, customer last name, nachname, achternaam, apellido, apellidos, cognome, nazwisko
    """,
    "order.customer_email": """
        email, e mail, customer email, buyer email, email address, e mail address, e mail adresse, e mailadres,
        emailadres, adresse e mail, adresse email, correo electrónico, correo, indirizzo email
    """,
    "order.customer_phone": """
        phone, telephone, phone number, customer phone, telefon, telefonnummer, telefoon, telefoonnummer, téléphone,
        teléfono, telefono
    """,
    "shipping.company": """
        company, firma, bedrijf, bedrijfsnaam, société, entreprise, empresa, azienda, ship to company
    """,
    "shipping.name": """
        recipient, recipient name, ship to name, shipping name, ship name, empfänger, ontvanger, destinataire,
        destinatario
    """,
    "shipping.address1": """
        address, street, address 1, address1, street address, shipping address, ship address, straße, strasse,
        anschrift, adresse, lieferadresse, adres, straat, bezorgadres, rue, dirección, calle, indirizzo, via, ulica
    """,
    "shipping.address2": """
        address 2, address2, address line 2
    """,
    "shipping.city": """
        city, town, ship city, shipping city, stadt, ort, plaats, woonplaats, stad, ville, ciudad, città, cidade,
        miasto, město
    """,
    "shipping.province": """
        state, province, state province, county, ship state, shipping state, bundesland, provincie, département,
        provincia, województwo
    """,
    "shipping.postal_code": """
        postal code, postalcode, postcode, post code, zip, zip code, zipcode, ship postal code, shipping zip, plz,
        postleitzahl, code postal, código postal, cp, cap, kod pocztowy, postnummer
    """,
    "shipping.country": """
        country, country region, ship country, shipping country, country code, ship to country, destination, land,
        lieferland, pays, país, paese, kraj, země, страна, ülke
    """,
    "billing.country": """
        billing country, bill to country, rechnungsland, pays de facturation
    """,
    "currency": """
        currency, currency code, order currency, währung, valuta, devise, monnaie, moneda, waluta, měna
    """,
    "order.order_status": """
        status, order status, bestellstatus, auftragsstatus, orderstatus, bestelstatus, statut, statut commande, estado,
        estado del pedido, stato, stato ordine
    """,
    "order.financial_status": """
        financial status, payment status, zahlungsstatus, betaalstatus, statut de paiement
    """,
    "order.fulfillment_status": """
        fulfillment status, fulfilment status, delivery status, shipping status, versandstatus
    """,
    "order.notes": """
        note, notes, order note, customer note, comment, comments, bemerkung, bemerkungen, opmerking, opmerkingen,
        commentaire, nota, notas, note cliente
    """,
    "order.shipping_total": """
        order shipping, shipping total
    """,
    "order.tax_total": """
        order tax, tax total, total tax
    """,
    "order.discount_total": """
        order discount, discount total, total discount
    """,
}

#: Folded header -> role, the first role that claims a word.
WORDS: dict[str, str] = {}
for _role, _words in _WORDS.items():
    for _word in _words.split(","):
        WORDS.setdefault(fold(_word), _role)

#: Stopgap -> what it does for, where nothing better does.
STOPGAPS = {"invoice?": "order", "date?": "order.created_at", "customer?": "order.customer_key"}
