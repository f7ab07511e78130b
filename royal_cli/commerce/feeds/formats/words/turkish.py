"""What tables call their columns in Turkish."""

#: Role -> words for it.
WORDS = {
    "sku": "stok kodu, ürün kodu, ürün no, ürün numarası, malzeme kodu, satıcı stok kodu",
    "product": "ana ürün kodu, model kodu",
    "product.title": "ürün adı, ürün ismi, başlık, ürün başlığı, stok adı",
    "product.description": "açıklama, ürün açıklaması, detaylı açıklama, ürün açıklama",
    "product.vendor": "marka",
    "product.category_path": "kategori, kategoriler, ürün kategorisi, kategori adı, kategori ismi",
    "images": "resim, resimler, görsel, görseller, ürün görseli, resim url, görsel linki, resim linki",
    "variant.price": (
        "fiyat, satış fiyatı, perakende fiyatı, perakende satış fiyatı, birim fiyat, birim fiyatı, "
        "trendyol da satılacak fiyat"
    ),
    "sale_price": "indirimli fiyat, kampanya fiyatı, indirimli satış fiyatı",
    "variant.compare_at_price": "eski fiyat, piyasa satış fiyatı",
    "variant.cost_price": "alış fiyatı, maliyet, maliyet fiyatı",
    "currency": "para birimi, döviz, döviz cinsi",
    "stock": "stok, stok adedi, stok miktarı, miktar, adet, stok adet, ürün stok adedi",
    "variant.weight": "ağırlık, ağırlığı",
    "length": "uzunluk",
    "width": "genişlik",
    "height": "yükseklik",
    "color": "renk",
    "size": "beden",
    "material": "malzeme",
    "maker": "üretici",
    "barcode": "barkod, barkod no, barkodu",
    "summary": "kısa açıklama",
    "active": "aktif",
    "warehouse": "depo, depo adı",
}
