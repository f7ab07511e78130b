"""What tables call their columns in Japanese."""

#: Role -> words for it.
WORDS = {
    "sku": "商品番号, 商品コード, 品番, 製品番号, skuコード",
    "product.title": "商品名, 製品名, 品名, 商品タイトル",
    "product.description": "商品説明, 商品の説明, 説明, 商品説明文, 説明文",
    "product.vendor": "ブランド, ブランド名",
    "product.category_path": "カテゴリ, カテゴリー, 商品カテゴリ, 商品分類, 分類",
    "images": "画像, 商品画像, 画像url, 商品画像url, メイン画像, 画像リンク",
    "variant.mpn": "メーカー型番, 型番",
    "variant.price": "価格, 販売価格, 単価, 通常価格, 売価",
    "sale_price": "セール価格, 特価",
    "variant.cost_price": "原価, 仕入価格, 仕入れ価格, 仕入値",
    "currency": "通貨, 通貨コード",
    "stock": "在庫, 在庫数, 数量, 在庫数量, 在庫数 個",
    "variant.weight": "重量, 重さ, 商品重量",
    "length": "長さ",
    "width": "幅",
    "height": "高さ",
    "color": "色, カラー",
    "size": "サイズ",
    "material": "素材",
    "maker": "メーカー, メーカー名, 製造元",
    "barcode": "janコード, jan, バーコード, jan code",
    "warehouse": "倉庫",
}
