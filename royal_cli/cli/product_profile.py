"""`royal product profile`: what the columns of a supplier's table mean, said once and kept."""

from royal_cli.cli.app import App

app = App(
    "Say once what the columns of a supplier's table mean.",
    default="list",
    later={
        "create": ("royal_cli.cli.product_profile_create", "Propose what the columns of a table mean, and keep it."),
        "list": ("royal_cli.cli.product_profile_list", "The profiles that there are."),
        "show": ("royal_cli.cli.product_profile_show", "What a profile says."),
        "test": ("royal_cli.cli.product_profile_trial", "Read a file by a profile, and write nothing."),
    },
    examples="""
    royal product profile create supplier.csv
    royal product profile test supplier supplier.csv
    royal product import supplier.csv --profile supplier --dry-run
    """,
)
