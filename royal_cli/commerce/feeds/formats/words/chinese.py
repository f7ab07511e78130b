"""What tables call their columns in Chinese."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "商品编号, 商品编码, 产品编号, 产品编码, 货号, 商品货号, 商家编码, 商品代码, 物料编码, 商品編號, 產品編號, 貨號"
    ),
    "product.title": "商品名称, 产品名称, 名称, 商品标题, 标题, 品名, 商品名稱, 產品名稱",
    "product.description": "商品描述, 产品描述, 描述, 商品详情, 产品说明",
    "product.vendor": "品牌, 品牌名称",
    "product.category_path": "类别, 分类, 商品分类, 商品类目, 类目, 产品分类, 商品類別",
    "images": "图片, 商品图片, 图片链接, 主图, 产品图片, 图片地址",
    "variant.price": "价格, 销售价, 售价, 单价, 零售价, 商品价格, 销售价格, 售價, 價格",
    "sale_price": "促销价, 优惠价, 折扣价, 活动价",
    "variant.compare_at_price": "原价, 划线价",
    "variant.cost_price": "成本, 成本价, 进价, 采购价, 进货价, 采购价格",
    "currency": "货币, 币种, 货币代码",
    "stock": "库存, 数量, 库存数量, 可用库存, 库存量, 商品库存, 庫存, 數量",
    "variant.weight": "重量, 商品重量",
    "length": "长度, 长",
    "width": "宽度, 宽",
    "height": "高度, 高",
    "color": "颜色, 顏色",
    "size": "尺码, 尺寸",
    "material": "材质, 材料",
    "maker": "厂商, 制造商",
    "barcode": "条形码, 条码, 商品条码, 商品条形码, 條碼",
    "gross_weight": "毛重",
    "net_weight": "净重",
    "warehouse": "仓库",
}
