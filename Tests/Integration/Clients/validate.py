"""Validates YAML files by a JSON Schema: prints `valid` or the first error, a line for each file.

usage: validate.py SCHEMA FILE...
"""

import json
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """A day stays the text that it is, as in JSON."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        error = jsonschema.exceptions.best_match(validator.iter_errors(yaml.load(file, Loader)))
    print("valid" if error is None else f"{error.json_path}: {error.message[:200]}".replace("\n", " "))
