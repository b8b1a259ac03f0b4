"""From create to delete on real Flink, through boto3. Prints one JSON object of facts."""
import json
import os
import time

import boto3
from botocore.exceptions import ClientError

RUN = os.environ["RUN"]
NAME = f"{RUN}-application"
client = boto3.client("kinesisanalyticsv2")


def until(ask):
    for _ in range(600):
        answer = ask()
        if answer is not None:
            return answer
        time.sleep(0.5)
    raise TimeoutError("five minutes are over")


def document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def described():
    return client.describe_application(ApplicationName=NAME)["ApplicationDetail"]


def ended(call, **arguments):
    operation = call(ApplicationName=NAME, **arguments)["OperationId"]

    def status():
        answer = client.describe_application_operation(ApplicationName=NAME, OperationId=operation)
        now = answer["ApplicationOperationInfoDetails"]["OperationStatus"]
        return None if now == "IN_PROGRESS" else now

    return until(status)


def create():
    s3, iam, bucket, role = boto3.client("s3"), boto3.client("iam"), f"{RUN}-code", f"{RUN}-execution"
    s3.create_bucket(Bucket=bucket)
    s3.upload_file(os.environ["JAR"], bucket, "app.jar")
    trust = document({"Principal": {"Service": "kinesisanalytics.amazonaws.com"}, "Action": "sts:AssumeRole"})
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    code = document({"Action": "s3:GetObject*", "Resource": "*"})
    iam.put_role_policy(RoleName=role, PolicyName="code", PolicyDocument=code)
    location = {"BucketARN": f"arn:aws:s3:::{bucket}", "FileKey": "app.jar"}
    return client.create_application(
        ApplicationName=NAME,
        RuntimeEnvironment="FLINK-1_20",
        ServiceExecutionRole=arn,
        ApplicationConfiguration={
            "ApplicationCodeConfiguration": {"CodeContentType": "ZIPFILE", "CodeContent": {"S3ContentLocation": location}},
            "EnvironmentProperties": {"PropertyGroups": [{"PropertyGroupId": "g", "PropertyMap": {"said": "before"}}]},
        },
    )["ApplicationDetail"]


def snapshot():
    details = client.describe_application_snapshot(ApplicationName=NAME, SnapshotName="kept")["SnapshotDetails"]
    return None if details["SnapshotStatus"] == "CREATING" else details


def refusal():
    try:
        described()
    except ClientError as error:
        return error.response["Error"]["Code"]


created = create()
facts = {"started": ended(client.start_application), "running": described()["ApplicationStatus"]}
groups = {"PropertyGroups": [{"PropertyGroupId": "g", "PropertyMap": {"said": "after"}}]}
facts["updated"] = ended(
    client.update_application,
    CurrentApplicationVersionId=created["ApplicationVersionId"],
    ApplicationConfigurationUpdate={"EnvironmentPropertyUpdates": groups},
)
facts["version"] = described()["ApplicationVersionId"]
client.create_application_snapshot(ApplicationName=NAME, SnapshotName="kept")
kept = until(snapshot)
facts |= {"snapshot": kept["SnapshotStatus"], "snapshotVersion": kept["ApplicationVersionId"]}
facts["rolledBack"] = ended(client.rollback_application, CurrentApplicationVersionId=facts["version"])
now = described()
versions = ("ApplicationVersionId", "ApplicationVersionRolledBackFrom", "ApplicationVersionRolledBackTo")
facts["rolledBackVersions"] = [now[each] for each in versions]
properties = now["ApplicationConfigurationDescription"]["EnvironmentPropertyDescriptions"]
facts["property"] = properties["PropertyGroupDescriptions"][0]["PropertyMap"]["said"]
facts["stopped"] = ended(client.stop_application)
facts["readyWithoutRun"] = "RunConfigurationDescription" not in described()["ApplicationConfigurationDescription"]
restore = {"ApplicationRestoreType": "RESTORE_FROM_CUSTOM_SNAPSHOT", "SnapshotName": "kept"}
facts["restored"] = ended(client.start_application, RunConfiguration={"ApplicationRestoreConfiguration": restore})
run = described()["ApplicationConfigurationDescription"]["RunConfigurationDescription"]
facts["restoredFrom"] = run["ApplicationRestoreConfigurationDescription"]["SnapshotName"]
facts["forced"] = ended(client.stop_application, Force=True)
pages = client.get_paginator("list_application_operations").paginate(ApplicationName=NAME, PaginationConfig={"PageSize": 4})
facts["operations"] = [each["Operation"] for page in pages for each in page["ApplicationOperationInfoList"]]
client.delete_application(ApplicationName=NAME, CreateTimestamp=created["CreateTimestamp"])
facts["gone"] = until(refusal)
print(json.dumps(facts))
