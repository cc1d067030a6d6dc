"""Is a JSON document what its schema says, and does the schema know every key of it?

    check_schema.py SCHEMA DOCUMENT

Reads as much of JSON Schema as docs/schemas uses. Stricter in one thing: an object whose schema lists properties may have
no others, unless additionalProperties says so; what the program prints and no schema knows is a mistake. Prints the
number of values that were checked, or each mistake with its place.
"""
import json
import os
import re
import sys

KNOWN = {"$schema", "$id", "title", "description", "type", "enum", "required", "properties", "additionalProperties", "items",
         "$ref", "$defs", "oneOf", "pattern"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int,
         "number": (int, float)}
mistakes = []
checked = 0


def load(path):
    with open(path) as file:
        return json.load(file)


def is_type(value, name):
    return isinstance(value, TYPES[name]) and not (isinstance(value, bool) and name in ("integer", "number"))


def check(value, schema, root, place, told):
    global checked
    checked += 1
    for key in set(schema) - KNOWN:
        told.append(f"{place}: the schema uses {key}, which this checker does not know")
    if "$ref" in schema:
        file, _, inner = schema["$ref"].partition("#")
        document = load(os.path.join(folder, file)) if file else root
        target = document
        for step in inner.strip("/").split("/") if inner else []:
            target = target[step]
        return check(value, target, document, place, told)
    if "oneOf" in schema:
        tries = [[] for _ in schema["oneOf"]]
        for one, said in zip(schema["oneOf"], tries):
            check(value, one, root, place, said)
        if sum(not said for said in tries) != 1:
            told.extend(min(tries, key=lambda said: (any("expected type" in s for s in said), len(said)))
                        or [f"{place}: fits several"])
        return
    types = schema.get("type", list(TYPES))
    if not any(is_type(value, name) for name in ([types] if isinstance(types, str) else types)):
        told.append(f"{place}: {value!r}: expected type {types}")
        return
    if "enum" in schema and value not in schema["enum"]:
        told.append(f"{place}: {value!r}: expected one of {schema['enum']}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        told.append(f"{place}: {value!r}: expected {schema['pattern']}")
    if isinstance(value, list):
        for i, item in enumerate(value):
            check(item, schema.get("items", {}), root, f"{place}[{i}]", told)
    if isinstance(value, dict):
        for key in schema.get("required", []):
            if key not in value:
                told.append(f"{place}: no {key}")
        known = schema.get("properties", {})
        for key, item in value.items():
            if key in known:
                check(item, known[key], root, f"{place}.{key}", told)
            elif isinstance(schema.get("additionalProperties"), dict):
                check(item, schema["additionalProperties"], root, f"{place}.{key}", told)
            elif known:
                told.append(f"{place}.{key}: not in the schema")


schema_path, document_path = sys.argv[1:]
folder = os.path.dirname(os.path.abspath(schema_path))
schema = load(schema_path)
check(load(document_path), schema, schema, "", mistakes)
print("\n".join(sorted(set(mistakes))[:20]) if mistakes else f"{checked} values as {schema['$id']} says")
sys.exit(1 if mistakes else 0)
