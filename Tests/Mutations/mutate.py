#!/usr/bin/env python3
"""Makes a mutation of `mutations.toml` in a copy of the tree.

mutate.py list [simulation|processes]   the names of the mutations, or of those that this checker must catch
mutate.py breaks NAME                   what is no longer so
mutate.py files [NAME]                  the files that it, or any of them, changes
mutate.py apply NAME TREE               changes the source below TREE
mutate.py check                         says where one can no longer be made; changes nothing
"""

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKERS = ("simulation", "processes", "both")


def fail(text: str) -> None:
    sys.exit(f"mutations: {text}")


def mutations() -> dict[str, dict]:
    with open(HERE / "mutations.toml", "rb") as file:
        found = tomllib.load(file)["mutation"]
    named = {mutation["name"]: mutation for mutation in found}
    if len(named) != len(found):
        fail("two mutations have the same name")
    for name, mutation in named.items():
        if mutation["checkers"] not in CHECKERS:
            fail(f"{name}: checkers is one of {', '.join(CHECKERS)}")
    return named


def mutation(name: str) -> dict:
    known = mutations()
    if name not in known:
        fail(f"there is no {name}; there are: {' '.join(known)}")
    return known[name]


def mutated(name: str, tree: Path) -> dict[Path, str]:
    """The files that a mutation changes, as they are then."""
    texts = {}
    for edit in mutation(name)["edits"]:
        path = tree / edit["file"]
        text = texts.get(path) or (path.read_text() if path.exists() else "")
        count = text.count(edit["old"])
        if count != 1:
            fail(f"{name}: the old text stands in {edit['file']} {count} times, not once; mend mutations.toml")
        texts[path] = text.replace(edit["old"], edit["new"])
    return texts


def apply(name: str, tree: Path) -> None:
    if tree.resolve() == HERE.parent.parent:
        fail("a mutation is made in a copy, never in the tree that it is kept in")
    for path, text in mutated(name, tree).items():
        path.write_text(text)


def main() -> None:
    match sys.argv[1:]:
        case ["list"]:
            print("\n".join(mutations()))
        case ["list", ("simulation" | "processes") as checker]:
            print("\n".join(n for n, m in mutations().items() if m["checkers"] in (checker, "both")))
        case ["breaks", name]:
            print(mutation(name)["breaks"])
        case ["files", *names]:
            chosen = [mutation(name) for name in names] or mutations().values()
            print("\n".join(sorted({edit["file"] for m in chosen for edit in m["edits"]})))
        case ["apply", name, tree]:
            apply(name, Path(tree))
        case ["check"]:
            for name in mutations():
                mutated(name, HERE.parent.parent)
        case _:
            fail(__doc__.strip())


if __name__ == "__main__":
    main()
