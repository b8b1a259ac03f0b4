"""Write AWS's managed policies as one list, a policy a line.

Usage: managed-policies.py CHECKOUT > models/managed-policies/policies.json
CHECKOUT is a work tree of zoph-io/MAMIP, which keeps what ListPolicies and GetPolicyVersion answer on AWS.
"""
import json
import pathlib
import sys

checkout = pathlib.Path(sys.argv[1])


def line(listed):
    version = json.loads((checkout / "policies" / listed["PolicyName"]).read_text())["PolicyVersion"]
    if version["VersionId"] != listed["DefaultVersionId"]:
        raise SystemExit(f"{listed['PolicyName']}: the list and the document are of different versions")
    policy = {
        "name": listed["PolicyName"],
        "path": listed["Path"],
        "id": listed["PolicyId"],
        "version": listed["DefaultVersionId"],
        "createdAt": listed["CreateDate"].replace("+00:00", "Z"),
        "updatedAt": listed["UpdateDate"].replace("+00:00", "Z"),
        "attachable": listed["IsAttachable"],
        "document": version["Document"],
    }
    return json.dumps(policy, separators=(",", ":"))


policies = json.loads((checkout / "policies-list.json").read_text())["Policies"]
policies.sort(key=lambda policy: policy["Arn"])
sys.stdout.write("[\n" + ",\n".join(line(policy) for policy in policies) + "\n]\n")
