"""A secret from create to restore, and its reading by a role, through boto3. Prints one JSON object of facts."""
import json
import os

import boto3
from botocore.exceptions import ClientError

RUN = os.environ["RUN"]
NAME = f"{RUN}/kafka"
ROLE = f"{RUN}-reader"
secrets, iam, sts = (boto3.client(each) for each in ("secretsmanager", "iam", "sts"))


def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]


def document(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def value(client=secrets, **which):
    return client.get_secret_value(SecretId=NAME, **which)["SecretString"]


def pages(operation, member, **arguments):
    found = secrets.get_paginator(operation).paginate(PaginationConfig={"PageSize": 1}, **arguments)
    return [item for page in found for item in page[member]]


def session():
    """Of a role that may read this secret alone, as an application's role may."""
    me, account = f"{RUN}-me", sts.get_caller_identity()["Account"]
    iam.create_user(UserName=me)
    key = iam.create_access_key(UserName=me)["AccessKey"]
    iam.put_user_policy(UserName=me, PolicyName="p", PolicyDocument=document(Action="sts:AssumeRole", Resource="*"))
    trust = document(Principal={"AWS": f"arn:aws:iam::{account}:root"}, Action="sts:AssumeRole")
    role = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    reads = document(Action="secretsmanager:GetSecretValue", Resource=f"arn:aws:secretsmanager:*:*:secret:{NAME}-??????")
    iam.put_role_policy(RoleName=ROLE, PolicyName="p", PolicyDocument=reads)
    asks = boto3.client("sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    made = asks.assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    return boto3.client(
        "secretsmanager",
        aws_access_key_id=made["AccessKeyId"],
        aws_secret_access_key=made["SecretAccessKey"],
        aws_session_token=made["SessionToken"],
    )


created = secrets.create_secret(Name=NAME, SecretString="one", Tags=[{"Key": "team", "Value": "blue"}])
facts = {"again": code(secrets.create_secret, Name=NAME, SecretString="one")}
secrets.update_secret(SecretId=created["ARN"], SecretString="two")
pending = secrets.put_secret_value(SecretId=NAME, SecretString="three", VersionStages=["AWSPENDING"])["VersionId"]
current = secrets.get_secret_value(SecretId=NAME)["VersionId"]
facts["values"] = [value(), value(VersionStage="AWSPREVIOUS"), value(VersionId=pending)]
moved = {"SecretId": NAME, "VersionStage": "AWSCURRENT", "MoveToVersionId": pending}
facts["unnamed"] = code(secrets.update_secret_version_stage, **moved)
secrets.update_secret_version_stage(RemoveFromVersionId=current, **moved)
facts["moved"] = value()
facts["stages"] = sorted(map(sorted, secrets.describe_secret(SecretId=NAME)["VersionIdsToStages"].values()))
facts["versions"] = len(secrets.list_secret_version_ids(SecretId=NAME, IncludeDeprecated=True)["Versions"])
binary = secrets.create_secret(Name=f"{RUN}/bytes", SecretBinary=b"\x00\xff")["ARN"]
facts["bytes"] = list(secrets.get_secret_value(SecretId=binary)["SecretBinary"])
mine = [{"Key": "name", "Values": [f"{RUN}/"]}]
facts["listed"] = [each["Name"] for each in pages("list_secrets", "SecretList", Filters=mine)]
facts["batch"] = len(secrets.batch_get_secret_value(Filters=mine)["SecretValues"])
everybody = document(Principal="*", Action="secretsmanager:GetSecretValue", Resource="*")
facts["public"] = code(secrets.put_resource_policy, SecretId=NAME, ResourcePolicy=everybody, BlockPublicPolicy=True)
facts["password"] = len(secrets.get_random_password(PasswordLength=20)["RandomPassword"])
reader = session()
facts["read"] = value(reader)
facts["denied"] = code(reader.get_secret_value, SecretId=binary)
secrets.delete_secret(SecretId=NAME, RecoveryWindowInDays=7)
facts["dying"] = code(secrets.get_secret_value, SecretId=NAME)
secrets.restore_secret(SecretId=NAME)
facts["restored"] = value()
for each in (NAME, binary):
    secrets.delete_secret(SecretId=each, ForceDeleteWithoutRecovery=True)
facts["gone"] = code(secrets.describe_secret, SecretId=NAME)
print(json.dumps(facts))
