"""What tables call their columns in French."""

#: Role -> words for it.
WORDS = {
    "sku": (
        "référence, réf, référence article, référence produit, réf article, réf produit, code article, code produit, "
        "numéro d article, numéro article, n article, n d article, no article, ugs, num article, référence vendeur"
    ),
    "product": "référence parent, sku parent, produit parent, code modèle, référence modèle, ref modèle",
    "product.title": (
        "nom, nom du produit, nom produit, nom de l article, désignation, libellé, libellé produit, libellé article, "
        "intitulé, titre, titre du produit, désignation article, désignation produit, libellé court"
    ),
    "product.description": "description produit, description du produit, description longue, descriptif, libellé long",
    "product.product_type": "type de produit, type produit",
    "product.vendor": "marque, nom de la marque",
    "product.category_path": "catégorie, catégories, catégorie produit, catégorie de produit",
    "product.tags": "étiquettes",
    "product.meta_keywords": "mots clés",
    "product.seo_title": "méta titre",
    "product.seo_description": "méta description",
    "product.status": "statut, statut du produit",
    "images": (
        "images produit, image produit, url image, url de l image, lien image, lien de l image, photo url, url photo, "
        "photo produit, visuel, image principale"
    ),
    "variant.gtin": "code ean, gencod, gencode",
    "variant.mpn": "référence fabricant, ref fabricant, réf constructeur, référence constructeur",
    "variant.price": (
        "prix, prix de vente, prix unitaire, prix public, prix vente, pv, tarif, prix produit, prix normal, "
        "tarif régulier"
    ),
    "sale_price": "prix promo, prix promotionnel, prix soldé, prix remisé, tarif promo",
    "variant.compare_at_price": "prix barré, ancien prix, prix avant remise",
    "variant.cost_price": (
        "prix d achat, prix achat, pa, coût, coût d achat, coût de revient, prix de revient, prix fournisseur"
    ),
    "currency": "devise, code devise, monnaie",
    "stock": (
        "quantité, qté, qte, quantité en stock, qté en stock, qté stock, quantité stock, quantité disponible, "
        "qté disponible, stock disponible, niveau de stock, en stock qté, stock actuel, stock dispo"
    ),
    "variant.weight": "poids, poids du produit",
    "weight_unit": "unité de poids",
    "length": "longueur",
    "width": "largeur",
    "height": "hauteur",
    "color": "couleur, coloris",
    "size": "taille, pointure",
    "material": "matière",
    "maker": "fabricant",
    "product_group": "famille, famille produit, rayon",
    "barcode": "code barre, code barres, code à barres",
    "net_weight": "poids net",
    "gross_weight": "poids brut",
    "summary": "description courte, résumé",
    "active": "actif, activé",
    "warehouse": "entrepôt, dépôt",
    "on_hand": "stock physique, stock réel",
}
