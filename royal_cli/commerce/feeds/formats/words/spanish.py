"""What tables call their columns in Spanish."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "código de producto, código producto, código artículo, código de artículo, cod artículo, cod producto, "
        "referencia, ref, ref producto, referencia del producto, referencia producto, número de artículo, "
        "nº artículo, no artículo, sku del producto"
    ),
    "product": "sku padre, referencia padre, producto padre, código modelo, código de modelo",
    "product.title": (
        "nombre, nombre del producto, nombre producto, nombre del artículo, título, título del producto, denominación"
    ),
    "product.description": "descripción, descripción del producto, descripción producto, descripción larga",
    "product.product_type": "tipo de producto",
    "product.vendor": "marca",
    "product.category_path": "categoría, categorías, categoría del producto",
    "product.tags": "etiquetas",
    "product.meta_keywords": "palabras clave",
    "product.status": "estatus",
    "images": (
        "imagen, imágenes, url imagen, url de imagen, url de la imagen, enlace de imagen, imagen principal, "
        "imagen del producto, fotografía"
    ),
    "variant.gtin": "código ean",
    "variant.mpn": "referencia del fabricante, referencia fabricante",
    "variant.price": (
        "precio, precio de venta, precio venta, pvp, p v p, precio unitario, precio público, precio al público, "
        "precio normal, precio de venta al público, precio producto"
    ),
    "sale_price": "precio rebajado, precio oferta, precio de oferta, precio promocional",
    "variant.compare_at_price": "precio anterior, precio antes, precio tachado",
    "variant.cost_price": (
        "precio de compra, precio compra, precio de coste, precio coste, precio costo, precio de costo, coste, costo, "
        "coste unitario"
    ),
    "currency": "moneda, divisa",
    "stock": (
        "existencias, existencia, cantidad, cantidad en stock, cantidad disponible, cant, inventario, "
        "stock disponible, stock actual"
    ),
    "variant.weight": "peso",
    "weight_unit": "unidad de peso",
    "length": "longitud, largo",
    "width": "anchura, ancho",
    "height": "altura, alto",
    "color": "color",
    "size": "talla, tamaño",
    "material": "material",
    "maker": "fabricante",
    "product_group": "familia",
    "barcode": "código de barras, codigo barras, código de barra",
    "net_weight": "peso neto",
    "gross_weight": "peso bruto",
    "summary": "descripción corta, descripción breve",
    "active": "activo",
    "warehouse": "almacén, bodega",
    "code": "código",
}
