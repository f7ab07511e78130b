"""What tables call their columns in English."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "sku code, sku id, sku no, sku number, product sku, variant sku, item sku, seller sku, merchant sku, "
        "stock code, product code, article number, article no, article nr, article code, art no, art nr, art number, "
        "item number, item no, item code, supplier sku, material number, variation sku, product code sku, stockcode, "
        "model sku, internal reference, your item number, your sku"
    ),
    "product": (
        "parent sku, parent, item group id, group id, style, style id, style no, style number, style code, design no, "
        "design number, handle"
    ),
    "product.title": "name, product name, product title, item name, item title, article name",
    "product.description": (
        "long description, product description, full description, body, body html, item description"
    ),
    "product.product_type": "product type",
    "product.vendor": "brand, brand name",
    "product.category_path": "categories, category path, product category, category name",
    "product.meta_keywords": "keywords",
    "product.seo_title": "meta title",
    "product.seo_description": "meta description",
    "product.status": "product status, item status",
    "images": (
        "image url, image urls, image link, image links, image src, product image, product images, photo, photos, "
        "photo url, picture, pictures, picture url, main image, main image url, additional image link, "
        "additional image links, additional images"
    ),
    "variant.gtin": (
        "ean, ean code, ean no, ean number, ean 13, ean13, ean 8, gtin code, gtin 12, gtin 13, gtin13, gtin 14, "
        "upc ean, ean upc, barcode ean"
    ),
    "variant.mpn": (
        "manufacturer part number, manufacturer part no, manufacturer code, manufacturer sku, mfr part number, "
        "oem number"
    ),
    "variant.price": (
        "sales price, selling price, retail price, regular price, variant price, net price, gross price, "
        "consumer price, unit price, retail"
    ),
    "sale_price": "sale price, special price, promo price, promotional price, offer price",
    "variant.compare_at_price": "variant compare at price, was price, old price, price old",
    "variant.cost_price": (
        "cost price, unit cost, purchase price, purchasing price, buying price, buy price, wholesale price, "
        "cost per item, price cost, supply price, supplier price, wholesale"
    ),
    "currency": "currency code, price currency",
    "stock": (
        "qty, quantity, stock quantity, stock qty, stock level, quantity in stock, quantity available, qty available, "
        "inventory, inventory quantity, inventory level, available, available quantity, available qty, "
        "available stock, in stock qty, free stock, variant inventory qty, units in stock, current stock, "
        "product stock, stock available, total stock"
    ),
    "variant.weight": "product weight, item weight, variant weight",
    "weight_unit": "unit of weight, weight uom",
    "length": "product length",
    "width": "product width",
    "height": "product height",
    "color": "color, colour, product color, product colour",
    "size": "size, product size",
    "material": "material",
    "maker": "manufacturer, manufacturer name, producer, maker",
    "product_group": "product group, item group name",
    "barcode": "upc, upc code, barcode, bar code, isbn, isbn 13, variant barcode, variation barcode",
    "net_weight": "net weight",
    "gross_weight": "gross weight",
    "summary": "short description, summary, brief description",
    "on_hand": "on hand, stock on hand, qty on hand, quantity on hand, physical stock",
    "active": "active, is active, enabled, is enabled",
    "warehouse": "warehouse, warehouse name, warehouse code, source code",
    "code": "code, ordernumber",
}
