"""What each channel asks for: one file per channel, its rules with their sources. A new one gets its line here."""

from royal_cli.commerce.catalog.checking.channels import amazon, bol, google, shopify, woocommerce

CHANNELS = {rules.channel: rules for rules in (amazon.RULES, bol.RULES, google.RULES, shopify.RULES, woocommerce.RULES)}
