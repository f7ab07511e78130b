"""Rows of one product stay together, however the feed is cut into chunks."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds.formats.groups import LARGEST_GROUP, fill_down, is_first, regroup
from royal_cli.commerce.feeds.rows import Ragged, RawChunk


def chunks_of(keys: list[str], sizes: list[int]) -> list[RawChunk]:
    ends = [*accumulate(sizes), len(keys)]
    cuts = sorted({0, *(end for end in ends if end <= len(keys)), len(keys)})
    return [
        RawChunk(
            ("key",), [[key] for key in keys[start:end]], [*range(start + 1, end + 1)], [*range(start + 2, end + 2)]
        )
        for start, end in pairwise(cuts)
    ]


def keys_of(chunk: RawChunk) -> list[str]:
    return [row[0] for row in chunk.rows]


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.integers(1, 7), max_size=8))
def test_no_row_is_lost_and_no_run_of_a_product_is_cut(keys: list[str], sizes: list[int]) -> None:
    found = list(regroup(chunks_of(keys, sizes), keys_of))

    assert [key for group in found for key in group.keys] == keys
    assert [number for group in found for number in group.chunk.numbers] == list(range(1, len(keys) + 1))
    assert all(group.keys == keys_of(group.chunk) for group in found)
    assert all(one.keys[-1] != other.keys[0] for one, other in pairwise(found))


def test_a_product_of_very_many_rows_is_not_waited_for() -> None:
    keys = ["tee"] * (LARGEST_GROUP + 15_000)
    found = list(regroup(chunks_of(keys, [5_000] * 7), keys_of))

    assert sum(len(group.keys) for group in found) == len(keys)
    assert max(len(group.keys) for group in found) < LARGEST_GROUP + 5_001


def test_chunks_with_different_columns_are_joined_by_name() -> None:
    first = RawChunk(("id", "size"), [["tee", "S"]], [1], [2])
    second = RawChunk(("mpn", "id"), [["T-2", "tee"], ["C-1", "cup"]], [2, 3], [3, 4])
    (found,) = regroup([first, second], lambda chunk: [row[chunk.header.index("id")] for row in chunk.rows])

    assert found.chunk.header == ("id", "size", "mpn")
    assert found.chunk.rows == [["tee", "S", ""], ["tee", "", "T-2"], ["cup", "", "C-1"]]


def test_ragged_rows_come_through_once() -> None:
    ragged = [Ragged(2, 3, ["x"], "too_few_fields", "")]
    chunks = [RawChunk(("key",), [["a"]], [1], [2], ragged), RawChunk(("key",), [["a"]], [3], [4])]

    assert [row for group in regroup(chunks, keys_of) for row in group.chunk.ragged] == ragged


def test_what_one_row_of_a_product_states_fills_the_others() -> None:
    assert fill_down(["a", "b", "a"], [None, None, 1]) == [1, None, 1]
    assert is_first(["a", "b", "a"]) == [True, True, False]
