"""Holds what `guoying contract` writes against validators that were not written here.

    published.py FOLDER

Every schema must be one (JSON Schema 2020-12), every sample must be what the schema of its kind says, and a reader of
AsyncAPI 3 must find the operations, each with messages whose schemas are there.
"""

import json
import pathlib
import sys

from asyncapi_python_codegen.parser import extract_all_operations
from jsonschema import Draft202012Validator


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    schemas = {path.stem: json.loads(path.read_text()) for path in sorted((folder / "schemas").glob("*.json"))}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)

    samples = sorted((folder / "samples").glob("*.json"))
    for path in samples:
        event = json.loads(path.read_text())
        validator = Draft202012Validator(schemas[f"{event['type'].removeprefix('guoying.')}.{path.stem}"])
        validator.validate(event["data"])
        # Closed for producers: a misspelt member shows.
        assert list(validator.iter_errors(event["data"] | {"titel": "x"})), path

    document = json.loads((folder / "asyncapi.json").read_text())
    operations = extract_all_operations(folder / "asyncapi.json")
    assert set(operations) == set(document["operations"])
    for operation in operations.values():
        assert operation.messages, operation
        assert all(message.payload is not None for message in operation.messages), operation
    for name, message in document["components"]["messages"].items():
        if name != "dead-letter":
            key = message["payload"]["schema"]["$ref"].rpartition("/")[2]
            Draft202012Validator.check_schema(document["components"]["schemas"][key])
    print(f"{len(schemas)} schemas, {len(samples)} samples, {len(operations)} operations")


if __name__ == "__main__":
    main()
