"""The five scenes of scenario.ts through boto3. Prints one JSON object of facts."""
import hashlib
import io
import json
import os
import time
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config as BotoConfig
from botocore.exceptions import ClientError

RUN = os.environ["RUN"]
LARGE = 12 * 1024 * 1024


def trust(principal):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(action, resource="*"):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})


def refusal(call, **arguments):
    """The error of a call that must fail."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]
    return {"Code": "nothing was refused", "Message": ""}


def kinesis():
    client, stream = boto3.client("kinesis"), f"{RUN}-stream"
    client.create_stream(StreamName=stream, ShardCount=1)
    client.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    description = client.describe_stream(StreamName=stream)["StreamDescription"]
    shards = [shard["ShardId"] for shard in description["Shards"]]
    put = client.put_records(StreamName=stream, Records=[{"Data": d, "PartitionKey": "p"} for d in (b"one", b"two")])
    iterator = client.get_shard_iterator(StreamName=stream, ShardId=shards[0], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    records = client.get_records(ShardIterator=iterator)["Records"]
    client.delete_stream(StreamName=stream)
    return {
        "status": description["StreamStatus"],
        "shards": shards,
        "failed": put["FailedRecordCount"],
        "data": [record["Data"].decode() for record in records],
        "keys": [record["PartitionKey"] for record in records],
        "missing": refusal(client.describe_stream, StreamName=f"{RUN}-none")["Code"],
    }


def s3():
    client, bucket = boto3.client("s3"), f"{RUN}-bucket"
    client.create_bucket(Bucket=bucket)
    client.put_object(Bucket=bucket, Key="small.txt", Body=b"hello", ContentType="text/plain", Metadata={"author": "me"})
    small = client.get_object(Bucket=bucket, Key="small.txt")
    part = client.get_object(Bucket=bucket, Key="small.txt", Range="bytes=1-3")["Body"].read()
    # botocore's own choice for presigned URLs in us-east-1 is version 2 of the signature, which S3 refuses elsewhere and Millrace does
    version_4 = boto3.client("s3", config=BotoConfig(signature_version="s3v4"))
    signed = version_4.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "small.txt"}, ExpiresIn=60)
    data = os.urandom(LARGE)
    client.upload_fileobj(io.BytesIO(data), bucket, "large.bin", Config=TransferConfig(multipart_chunksize=8 * 1024 * 1024))
    large = client.get_object(Bucket=bucket, Key="large.bin")
    facts = {
        "text": small["Body"].read().decode(),
        "type": small["ContentType"],
        "author": small["Metadata"]["author"],
        "part": part.decode(),
        "presigned": urllib.request.urlopen(signed).read().decode(),
        "keys": [entry["Key"] for entry in client.list_objects_v2(Bucket=bucket)["Contents"]],
        "sameBytes": hashlib.sha256(large["Body"].read()).digest() == hashlib.sha256(data).digest(),
        "parts": large["ETag"].strip('"').split("-")[1],
        "missing": refusal(client.get_object, Bucket=bucket, Key="none")["Code"],
    }
    client.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in facts["keys"]]})
    client.delete_bucket(Bucket=bucket)
    return {**facts, "gone": refusal(client.list_objects_v2, Bucket=bucket)["Code"]}


def identity():
    iam, user, role = boto3.client("iam"), f"{RUN}-user", f"{RUN}-role"
    account = boto3.client("sts").get_caller_identity()["Account"]
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust({"AWS": account}))["Role"]["Arn"]
    iam.put_user_policy(UserName=user, PolicyName="assume", PolicyDocument=allow("sts:AssumeRole", arn))
    iam.put_role_policy(RoleName=role, PolicyName="list", PolicyDocument=allow("kinesis:ListStreams"))
    sts = boto3.client("sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    session = sts.assume_role(RoleArn=arn, RoleSessionName="session")
    credentials = session["Credentials"]
    as_role = boto3.Session(credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"])
    denied = refusal(as_role.client("kinesis").create_stream, StreamName=f"{RUN}-denied", ShardCount=1)
    facts = {
        "account": len(account) == 12 and account.isdigit(),
        "session": session["AssumedRoleUser"]["Arn"].endswith(f":assumed-role/{role}/session"),
        "allowed": "StreamNames" in as_role.client("kinesis").list_streams(),
        "denied": denied["Code"],
        "reason": denied["Message"],
        "deniedByS3": refusal(as_role.client("s3").list_buckets)["Code"],
    }
    iam.delete_role_policy(RoleName=role, PolicyName="list")
    iam.delete_role(RoleName=role)
    iam.delete_user_policy(UserName=user, PolicyName="assume")
    iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=user)
    return facts


def logs():
    client, group = boto3.client("logs"), f"/{RUN}/group"
    client.create_log_group(logGroupName=group)
    client.create_log_stream(logGroupName=group, logStreamName="main")
    now = int(time.time() * 1000)
    lines = ["INFO starting", "ERROR no such shard", "INFO going on"]
    events = [{"timestamp": now - 3000 + i, "message": line} for i, line in enumerate(lines)]
    client.put_log_events(logGroupName=group, logStreamName="main", logEvents=events)
    got = client.get_log_events(logGroupName=group, logStreamName="main", startFromHead=True)["events"]
    pages = client.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern="ERROR")
    missing = refusal(client.put_log_events, logGroupName=group, logStreamName="none", logEvents=events)
    facts = {
        "messages": [event["message"] for event in got],
        "found": [event["message"] for page in pages for event in page["events"]],
        "streams": [stream["logStreamName"] for stream in client.describe_log_streams(logGroupName=group)["logStreams"]],
        "missing": missing["Code"],
        "sentence": missing["Message"],
    }
    client.delete_log_group(logGroupName=group)
    return facts


def analytics():
    client, name = boto3.client("kinesisanalyticsv2"), f"{RUN}-application"
    s3, iam, bucket, role = boto3.client("s3"), boto3.client("iam"), f"{RUN}-code", f"{RUN}-execution"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="app.jar", Body=b"a JAR in name only")
    principal = {"Service": "kinesisanalytics.amazonaws.com"}
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust(principal))["Role"]["Arn"]
    iam.put_role_policy(RoleName=role, PolicyName="code", PolicyDocument=allow("s3:GetObject*"))
    application = {
        "ApplicationName": name,
        "RuntimeEnvironment": "FLINK-1_20",
        "ServiceExecutionRole": arn,
        "ApplicationConfiguration": {
            "ApplicationCodeConfiguration": {
                "CodeContentType": "ZIPFILE",
                "CodeContent": {"S3ContentLocation": {"BucketARN": f"arn:aws:s3:::{bucket}", "FileKey": "app.jar"}},
            },
            "EnvironmentProperties": {"PropertyGroups": [{"PropertyGroupId": "g", "PropertyMap": {"stream": "orders"}}]},
        },
    }
    client.create_application(**application)
    detail = client.describe_application(ApplicationName=name)["ApplicationDetail"]
    properties = detail["ApplicationConfigurationDescription"]["EnvironmentPropertyDescriptions"]["PropertyGroupDescriptions"]
    facts = {
        "status": detail["ApplicationStatus"],
        "runtime": detail["RuntimeEnvironment"],
        "version": detail["ApplicationVersionId"],
        "property": properties[0]["PropertyMap"]["stream"],
        "listed": name in [s["ApplicationName"] for s in client.list_applications()["ApplicationSummaries"]],
        "again": refusal(client.create_application, **application)["Code"],
    }
    change = {"EnvironmentPropertyUpdates": {"PropertyGroups": [{"PropertyGroupId": "g", "PropertyMap": {"stream": "returns"}}]}}
    updated = client.update_application(
        ApplicationName=name, CurrentApplicationVersionId=1, ApplicationConfigurationUpdate=change
    )
    facts["updated"] = updated["ApplicationDetail"]["ApplicationVersionId"]
    client.delete_application(ApplicationName=name, CreateTimestamp=detail["CreateTimestamp"])
    gone = {"Code": "still there"}
    for _ in range(100):
        gone = refusal(client.describe_application, ApplicationName=name)
        if gone["Code"] != "nothing was refused":
            break
        time.sleep(0.1)
    iam.delete_role_policy(RoleName=role, PolicyName="code")
    iam.delete_role(RoleName=role)
    s3.delete_object(Bucket=bucket, Key="app.jar")
    s3.delete_bucket(Bucket=bucket)
    return {**facts, "gone": gone["Code"]}


def facts_of(scene):
    try:
        return scene()
    except Exception as failure:  # the test shows it beside what was expected
        return {"failure": f"{type(failure).__name__}: {failure}"}


print(json.dumps({scene.__name__: facts_of(scene) for scene in (kinesis, s3, identity, logs, analytics)}))
