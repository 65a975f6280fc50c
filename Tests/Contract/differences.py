"""Where two boards differ, cell by cell."""

from collections.abc import Collection


def restricted(board: dict, requirements: Collection[str]) -> dict:
    """The board with the cells of some requirements only; all, where none are named."""
    if not requirements:
        return board
    return board | {"units": [
        row | {"cells": [cell for cell in row["cells"] if cell["requirement"] in requirements]}
        for row in board["units"]]}


def differences(expected: dict, found: dict) -> list[tuple[str, str, object, object]]:
    """Each as unit, what of it, what was expected, what was found."""
    rows = [{row["unit"]["id"]: row for row in board["units"]} for board in (expected, found)]
    listed: list[tuple[str, str, object, object]] = []
    orders = [list(row) for row in rows]
    if orders[0] != orders[1] and set(rows[0]) == set(rows[1]):
        listed.append(("", "order of rows", *orders))
    for code in rows[0] | rows[1]:
        if code not in rows[0] or code not in rows[1]:
            listed.append((code, "row", *(code in side for side in rows)))
            continue
        if rows[0][code]["unit"] != rows[1][code]["unit"]:
            listed.append((code, "unit", rows[0][code]["unit"], rows[1][code]["unit"]))
        cells = [{cell["requirement"]: cell for cell in side[code]["cells"]} for side in rows]
        for requirement in cells[0] | cells[1]:
            pair = [side.get(requirement) for side in cells]
            if pair[0] != pair[1]:
                listed.append((code, requirement, *pair))
    return listed


def shown(difference: tuple[str, str, object, object]) -> str:
    """A difference in lines: of two cells only what is not the same."""
    unit, what, expected, found = difference
    lines = [f"{unit} {what}"]
    if not (isinstance(expected, dict) and isinstance(found, dict) and "requirement" in expected):
        return "\n".join([*lines, f"    expected {expected}", f"    found    {found}"])
    for name in expected | found:
        if name != "windows" and expected.get(name) != found.get(name):
            lines.append(f"    {name}: expected {expected.get(name)}, found {found.get(name)}")
    windows = [{(each["from"], each["to"]): each for each in cell.get("windows", [])} for cell in (expected, found)]
    for window in sorted(windows[0] | windows[1]):
        pair = [said(side.get(window)) for side in windows]
        if pair[0] != pair[1]:
            lines.append(f"    {window[0]} – {window[1]}: expected {pair[0]}, found {pair[1]}")
    return "\n".join(lines)


def said(window: dict | None) -> str:
    """A window's verdict with its marks."""
    if window is None:
        return "no window"
    marks = [f"{name} {value}" for name, value in window.items() if name not in ("from", "to", "verdict")]
    return ", ".join([window["verdict"], *marks])
