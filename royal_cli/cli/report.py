"""`royal report`: what the figures say."""

from royal_cli.cli.app import App

app = App(
    "Reports: sales, products, customers, stock, orders, channels.",
    later={
        "sales": ("royal_cli.cli.report_sales", "Gross, cancellations, refunds, net, VAT and margin."),
        "products": ("royal_cli.cli.report_products", "What sells best and worst, ABC, what is never sold."),
        "render": ("royal_cli.cli.report_render", "Make a table, CSV or a page of JSON from a pipe."),
    },
    examples="""
    royal report dashboard --period 30d
    royal report sales --by month --html sales.html
    """,
)
