"""What tables call their columns in Portuguese."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "código do produto, código produto, código do artigo, cód produto, cód artigo, referência, ref do produto, "
        "referência do produto, número do artigo"
    ),
    "product": "sku pai, código pai, produto pai",
    "product.title": "produto, nome, nome do produto, nome produto, título, título do produto, designação",
    "product.description": "descrição, descrição do produto, descrição longa, descrição completa",
    "product.product_type": "tipo de produto",
    "product.vendor": "marca",
    "product.category_path": "categoria, categorias, categoria do produto",
    "product.meta_keywords": "palavras chave",
    "images": "imagem, imagens, url da imagem, url imagem, link da imagem, imagem principal, foto, fotos",
    "variant.gtin": "código ean",
    "variant.mpn": "referência do fabricante",
    "variant.price": "preço, preço de venda, preço venda, preço unitário, pvp, preço normal, preço ao público",
    "sale_price": "preço promocional, preço de promoção, preço de oferta",
    "variant.compare_at_price": "preço anterior, preço antigo",
    "variant.cost_price": "preço de custo, preço custo, preço de compra, custo",
    "currency": "moeda",
    "stock": (
        "estoque, quantidade, qtd, qtde, quantidade em stock, quantidade em estoque, existências, estoque disponível, "
        "stock disponível, estoque atual, stock atual"
    ),
    "variant.weight": "peso",
    "weight_unit": "unidade de peso",
    "length": "comprimento",
    "width": "largura",
    "height": "altura",
    "color": "cor",
    "size": "tamanho",
    "material": "material",
    "maker": "fabricante",
    "product_group": "família",
    "barcode": "código de barras",
    "net_weight": "peso líquido",
    "gross_weight": "peso bruto",
    "summary": "descrição curta",
    "active": "ativo",
    "warehouse": "armazém",
    "code": "cód",
}
