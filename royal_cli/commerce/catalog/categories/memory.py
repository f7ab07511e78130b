"""Remembers what categories were called, so that feeds which do not hear of a change still find them."""

from collections.abc import Mapping

from sqlalchemy import text

from royal_cli.commerce.by_hand import Hand


def take_along(hand: Hand) -> None:
    """Before the categories in hand_gone are deleted: their aliases go where their products go, if anywhere."""
    aliases = "SELECT a.id, CAST(g.target AS TEXT) AS value FROM category_aliases a JOIN hand_gone g"
    hand.set_field("category_aliases", "category_id", f"{aliases} ON g.id = a.category_id WHERE g.target IS NOT NULL")
    hand.delete(
        "category_aliases",
        "SELECT a.id FROM category_aliases a JOIN hand_gone g ON g.id = a.category_id WHERE g.target IS NULL",
    )


def remember(hand: Hand, moved: Mapping[str, int]) -> None:
    """Keep the paths that categories had, each with the category that is meant by it now."""
    forget(hand)
    known = set(hand.connection.scalars(text("SELECT path FROM categories UNION SELECT path FROM category_aliases")))
    rows = [
        {"path": path, "category_id": id, "created_at": hand.now} for path, id in moved.items() if path not in known
    ]
    hand.create_all("category_aliases", rows)


def forget(hand: Hand) -> None:
    """A category that is there by now needs no alias."""
    hand.delete("category_aliases", "SELECT a.id FROM category_aliases a JOIN categories c ON c.path = a.path")
