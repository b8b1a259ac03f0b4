"""s3fs against the endpoint of the environment: what a program with files does. Prints what it saw as JSON."""
import json
import os
import sys

import s3fs

bucket = sys.argv[1]
fs = s3fs.S3FileSystem(endpoint_url=os.environ["AWS_ENDPOINT_URL"])
facts = {}
MB = 1 << 20

fs.mkdir(bucket)
with fs.open(f"{bucket}/dir/large", "wb", block_size=5 * MB) as file:
    for i in range(13):
        file.write(bytes([i]) * MB)
with fs.open(f"{bucket}/dir/large", "rb") as file:
    file.seek(5 * MB - 1)
    facts["across parts"] = file.read(2).hex()
facts["size"] = fs.info(f"{bucket}/dir/large")["size"]
for _ in range(2):
    with fs.open(f"{bucket}/appended", "ab") as file:
        file.write(b"ab")
facts["appended"] = fs.cat(f"{bucket}/appended").decode()
fs.cp(f"{bucket}/appended", f"{bucket}/copy")
fs.mv(f"{bucket}/copy", f"{bucket}/moved ü+&.txt")
facts["found"] = sorted(fs.find(bucket))
fs.put_tags(f"{bucket}/appended", {"a": "b"})
facts["tags"] = fs.get_tags(f"{bucket}/appended")
fs.setxattr(f"{bucket}/appended", colour="red")
facts["metadata"] = fs.metadata(f"{bucket}/appended")
fs.rm(bucket, recursive=True)
facts["there"] = fs.exists(bucket)
print(json.dumps(facts).replace(bucket, "BUCKET"))
