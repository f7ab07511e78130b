from royal_cli.cli.app import App
def register(app: App) -> None: pass
