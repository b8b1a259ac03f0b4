"""boto3's own ways with S3: managed transfers, every checksum it can compute, presigned requests. Prints what it saw as JSON."""
import io
import json
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

bucket = sys.argv[1]
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
facts = {}
MB = 1 << 20

s3.create_bucket(Bucket=bucket)
body = bytes(range(256)) * (12 * MB // 256 + 1)
s3.upload_fileobj(io.BytesIO(body), bucket, "large", Config=TransferConfig(multipart_threshold=5 * MB, multipart_chunksize=5 * MB))
back = io.BytesIO()
s3.download_fileobj(bucket, "large", back, Config=TransferConfig(multipart_threshold=5 * MB, multipart_chunksize=5 * MB))
facts["large"] = [back.getvalue() == body, s3.head_object(Bucket=bucket, Key="large")["ETag"][-3:-1]]

algorithms = ["CRC32", "SHA1", "SHA256"]
try:
    import awscrt  # noqa: F401

    algorithms += ["CRC32C", "CRC64NVME"]
except ImportError:
    pass
told = {}
for name in algorithms:
    # a stream that is not seekable for the checksum goes with a trailer over HTTPS, with a header over HTTP; both are compared
    s3.put_object(Bucket=bucket, Key=name, Body=b"abc", ChecksumAlgorithm=name)
    got = s3.get_object(Bucket=bucket, Key=name, ChecksumMode="ENABLED")
    told[name] = [got["Body"].read().decode(), bool(got.get(f"Checksum{name}"))]
facts["checksums"] = all(value == ["abc", True] for value in told.values())
try:
    s3.put_object(Bucket=bucket, Key="bad", Body=b"abc", ChecksumSHA256="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
except s3.exceptions.ClientError as refusal:
    facts["bad checksum"] = refusal.response["Error"]["Code"]

# in us-east-1 boto3 presigns by version 2 where nobody asks for another
old = boto3.client("s3", region_name="us-east-1")
put = old.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "old", "Metadata": {"a": "b"}})
urllib.request.urlopen(urllib.request.Request(put, data=b"by old url", method="PUT", headers={"content-type": ""})).close()
get = old.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "old"})
with urllib.request.urlopen(get) as answer:
    facts["presigned by version 2"] = ["AWSAccessKeyId=" in get, answer.read().decode(), answer.headers["x-amz-meta-a"]]
put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "presigned"})
urllib.request.urlopen(urllib.request.Request(put, data=b"by url", method="PUT")).close()
get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "presigned", "ResponseContentType": "text/x"})
with urllib.request.urlopen(get) as answer:
    facts["presigned"] = [answer.read().decode(), answer.headers["content-type"]]
post = s3.generate_presigned_post(bucket, "posted", Conditions=[["content-length-range", 1, 10]])
edge = "edge"
parts = [f'--{edge}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in post["fields"].items()]
form = "".join(parts) + f'--{edge}\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nby form\r\n--{edge}--\r\n'
headers = {"content-type": f"multipart/form-data; boundary={edge}"}
with urllib.request.urlopen(urllib.request.Request(post["url"], data=form.encode(), headers=headers, method="POST")) as answer:
    facts["posted"] = [answer.status, s3.get_object(Bucket=bucket, Key="posted")["Body"].read().decode()]

keys = [entry["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2}) for entry in page["Contents"]]
deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]})
facts["all deleted"] = len(deleted["Deleted"]) == len(keys)
s3.delete_bucket(Bucket=bucket)
print(json.dumps(facts))
