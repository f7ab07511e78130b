"""What an import tells of its problems and of its changes: counts with examples, and fields before and after."""

from dataclasses import dataclass

from royal_cli.commerce.importing.problems import Rejects, Warnings


@dataclass(frozen=True, slots=True)
class WarningCount:
    code: str
    count: int
    hint: str
    lines: list[int]


@dataclass(frozen=True, slots=True)
class RejectCount:
    code: str
    count: int
    first_line: int
    column: str
    value: str
    hint: str


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One field of a row that would be created or updated; a dry run lists them."""

    entity: str
    action: str
    key: str
    within: str | None
    field: str
    before: object
    after: object


def reject_counts(rejects: Rejects) -> list[RejectCount]:
    first = rejects.first
    return [
        RejectCount(code, count, first[code].line, first[code].column, first[code].value, first[code].hint)
        for code, count in rejects.counts.most_common()
    ]


def warning_counts(warnings: Warnings) -> list[WarningCount]:
    return [
        WarningCount(
            code, count, warnings.examples[code][0].hint, [example.line for example in warnings.examples[code]]
        )
        for code, count in warnings.counts.most_common()
    ]
