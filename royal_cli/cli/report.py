"""`royal report`: what the figures say."""

from royal_cli.cli.app import App

app = App(
    "Reports: sales, products, customers, stock, orders, channels.",
    later={
        "dashboard": ("royal_cli.cli.report_dashboard", "What a merchant looks at first."),
        "sales": ("royal_cli.cli.report_sales", "Gross, cancellations, refunds, net, VAT and margin."),
        "generate": ("royal_cli.cli.report_generate", "Make the reports that a file lists; for cron."),
        "metrics": ("royal_cli.cli.report_metrics", "Keep the figures of reports, and compare them later."),
        "products": ("royal_cli.cli.report_products", "What sells best and worst, ABC, what is never sold."),
        "customers": ("royal_cli.cli.report_customers", "New and returning, segments, cohorts, concentration."),
        "inventory": ("royal_cli.cli.report_inventory", "Value, days of cover, dead stock, turnover."),
        "orders": ("royal_cli.cli.report_orders", "Open, late, shipped, cancelled, refunded."),
        "channels": ("royal_cli.cli.report_channels", "What each channel sells, side by side."),
        "render": ("royal_cli.cli.report_render", "Make a table, CSV or a page of JSON from a pipe."),
    },
    examples="""
    royal report dashboard --period 30d
    royal report sales --by month --html sales.html
    """,
)
