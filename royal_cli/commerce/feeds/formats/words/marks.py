"""Words beside the name of a column: whether VAT is included, of which currency, unit or market it is."""

from collections.abc import Mapping


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TAX = (
    "vat tax taxes gst tva iva btw mwst ust mehrwertsteuer umsatzsteuer steuer taxe dph moms mva kdv alv áfa afa"
    " ндс пдв φπα pdv ضريبة الضريبة"
)
_WITH = (
    "incl including include includes included inclusive inkl inklusive einschl einschließlich mit with avec con"
    " incluido incluida incluidos inclusa incluso inclus incluse compresa compreso met inclusief z s ile dahil с вкл"
    " включая με com cu med inkluderat sis شامل"
)
_WITHOUT = (
    "excl excluding exclusive exkl exklusive ekskl eks 0 ex zzgl zuzüglich ohne without hors sin senza escl"
    " esclusa escluso zonder exclusief bez sem hariç haric без χωρίς fără fara uden utan uten غير"
)
#: These need no word for the tax beside them.
_GROSS = "gross brutto bruto bruttó ttc incl inkl inclusive inklusive"
_NET = "net netto neto nettó ht excl exkl ekskl exclusive exklusive"

TAX, WITH, WITHOUT, GROSS, NET = map(_words, (_TAX, _WITH, _WITHOUT, _GROSS, _NET))

#: Parts of words, such as those of Bruttopreis, 税込価格 and 未税价.
GROWN_TOGETHER: Mapping[str, bool] = {
    "brutto": True, "netto": False, "nettó": False, "税込": True, "税抜": False, "不含税": False, "未税": False,
    "含税": True,
}  # fmt: skip

_CODES = (
    "eur usd gbp chf sek nok dkk isk pln czk huf ron bgn cad aud nzd jpy cny inr aed sar egp rub uah brl mxn zar ils"
    " tnd mad sgd hkd krw"
)
#: Word -> code of the currency that it names.
CURRENCIES: Mapping[str, str] = {
    **{code: code for code in _CODES.split()},
    "euro": "eur", "euros": "eur", "zł": "pln", "zl": "pln", "kč": "czk", "kc": "czk", "ft": "huf", "lei": "ron",
    "руб": "rub", "грн": "uah", "лв": "bgn", "tl": "try",
}  # fmt: skip
#: Sign -> the code of the one currency that it usually stands for.
SIGNS: Mapping[str, str] = {
    "€": "eur", "£": "gbp", "₹": "inr", "₽": "rub", "₺": "try", "₴": "uah", "₪": "ils", "$": "$", "¥": "¥",
}  # fmt: skip

WEIGHTS = _words("mg kg kgs g gr gram grams gramm grammes lb lbs oz")
SIDES = _words("mm cm m inch in ft")
#: Words that lead to a unit or a currency: weight in grams, prix en EUR.
LEADING = _words("in en w em v")

_COUNTRIES = (
    "at be bg ca ch cn cy cz de dk ee es eu fi fr gb gr hr hu ie il in is it jp lt lu lv mt mx nl no nz pl pt ro rs ru"
    " se sg si sk tr ua uk us usa za ae sa au br world international austria belgium bulgaria canada switzerland china"
    " croatia czechia denmark estonia spain europe finland france germany greece hungary ireland israel india italy"
    " japan lithuania luxembourg latvia mexico netherlands norway poland portugal romania serbia sweden singapore"
    " slovenia slovakia turkey ukraine britain australia brazil deutschland österreich schweiz belgien frankreich"
    " niederlande italien spanien polen allemagne autriche belgique suisse espagne italie pays bas nederland belgië"
    " duitsland frankrijk italia españa germania austria francia svizzera polska niemcy sverige danmark norge suomi"
    " north south united kingdom states emirates saudi arabia czech republic"
)
_CHANNELS = (
    "ajio alibaba aliexpress allegro amazon fba fbm bol cdiscount check24 com coupang decathlon ebay emag etsy facebook"
    " flipkart fnac fruugo google shopping hepsiburada hood idealo instagram jd jiomart joom kaufland kaspi lazada"
    " limeroad lidl magento manomano marketplace media markt meesho mercado livre libre mercadolibre mirakl morele"
    " myntra n11 noon nykaa olx online onbuy otto ozon paytm pepita prestashop rakuten real rozetka shein shop shopee"
    " shopify shopware snapdeal spartoo target tata cliq tatacliq temu tiktok tokopedia trendyol vinted walmart web"
    " webshop website webstore wildberries wish woocommerce worten yahoo yandex zalando"
)
MARKETS = _words(_COUNTRIES) | _words(_CHANNELS)
#: Alone they say too little to name a market.
NO_MARKET = _words("com real media markt north south united states saudi arabia czech republic pays bas")
