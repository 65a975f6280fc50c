"""Holds what `guoying contract` writes against validators that were not written here.

    published.py FOLDER

Every schema must be one (JSON Schema 2020-12), every sample must be what the schema of its kind says, a reader of
AsyncAPI 3 must find the operations, each with messages whose schemas are there, and the OpenAPI document must be one
(3.1), whose examples and all samples are what it says of an event.
"""

import json
import pathlib
import sys

from asyncapi_python_codegen.parser import extract_all_operations
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource


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
    check_openapi(folder, schemas, samples)
    print(f"{len(schemas)} schemas, {len(samples)} samples, {len(operations)} operations")


def check_openapi(folder: pathlib.Path, schemas: dict, samples: list) -> None:
    path = folder / "openapi.json"
    document = json.loads(path.read_text())
    OpenAPIV31SpecValidator(document, base_uri=path.as_uri()).validate()

    base = (folder / "schemas").as_uri()
    resources = [(f"{base}/{name}.json", Resource.from_contents(schema)) for name, schema in schemas.items()]
    # Its own schemas refer to one another, and by relative addresses to the files.
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": path.as_uri(), **document}
    registry = Registry().with_resources([*resources, (path.as_uri(), Resource.from_contents(whole))])
    content = document["paths"]["/events"]["post"]["requestBody"]["content"]
    for name, media in content.items():
        place = f"/paths/~1events/post/requestBody/content/{name.replace('/', '~1')}/schema"
        validator = Draft202012Validator({"$ref": f"{path.as_uri()}#{place}"}, registry=registry)
        for example in media["examples"].values():
            validator.validate(example["value"])
        assert list(validator.iter_errors({"specversion": "1.0"})), name
        if name == "application/cloudevents+json":
            for sample in samples:
                validator.validate(json.loads(sample.read_text()))


if __name__ == "__main__":
    main()
