"""`royal customer`: who buys."""

from royal_cli.cli import customer_list, customer_show
from royal_cli.cli.app import App

app = App(
    "Customers: found in orders, merged, exported, erased.",
    later={
        "edit": ("royal_cli.cli.customer_edit", "Change names, phone, e-mail, type, tags, the note."),
        "consent": ("royal_cli.cli.customer_consent", "What customers agreed to, when and where."),
        "merge": ("royal_cli.cli.customer_merge", "Make one customer of several."),
        "export": ("royal_cli.cli.customer_export", "All that is held about a person, or the list of all."),
        "erase": ("royal_cli.cli.customer_erase", "Erase a person and keep the books."),
    },
    examples="""
    royal customer list
    royal customer show ann@example.com
    """,
)

customer_list.register(app)
customer_show.register(app)
