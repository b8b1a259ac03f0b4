"""Strip the documentation out of one botocore service model.

Usage: strip-model.py service-2.json > models/<service>.json
Keeps metadata, operations and shapes as botocore has them; drops prose, examples and endpoint rules.
"""
import json
import sys

PROSE = {"documentation", "documentationUrl", "examples"}


def strip(value, inside_members=False):
    if isinstance(value, dict):
        return {
            k: strip(v, k in ("members", "shapes", "operations"))
            for k, v in value.items()
            if inside_members or k not in PROSE
        }
    if isinstance(value, list):
        return [strip(v) for v in value]
    return value


model = json.load(open(sys.argv[1]))
kept = {k: strip(model[k], k in ("shapes", "operations")) for k in ("metadata", "operations", "shapes")}
json.dump(kept, sys.stdout, indent=1)
sys.stdout.write("\n")
