"""`python -m royal_cli` is the same as `royal`."""

from royal_cli.cli.main import run

if __name__ == "__main__":
    run()
