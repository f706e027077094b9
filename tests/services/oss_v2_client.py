"""What alibabacloud-oss-v2 makes of the test server. Run by its own Python.

Arguments: ENDPOINT BUCKET KEY_ID SECRET REGION VERSION.
Prints one JSON object of what it saw.
"""

import json
import sys
import urllib.request

import alibabacloud_oss_v2 as oss

endpoint, bucket, key_id, secret, region, version = sys.argv[1:]
KEY, CONTENT = "originals/客户端/a b+c.bin", bytes(range(256)) * 1000


def client(with_secret: str) -> oss.Client:
    settings = oss.config.load_default()
    settings.credentials_provider = oss.credentials.StaticCredentialsProvider(key_id, with_secret)
    settings.region, settings.endpoint, settings.signature_version = region, endpoint, version
    settings.use_path_style = True
    return oss.Client(settings)


def refusal() -> str:
    try:
        client("another").get_object(oss.GetObjectRequest(bucket=bucket, key=KEY))
    except oss.exceptions.OperationError as error:
        return str(error.unwrap().code)
    return "none"


def fetched(address: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=5) as answer:
        return bytes(answer.read())


def main() -> None:
    store = client(secret)
    put = store.put_object(oss.PutObjectRequest(bucket=bucket, key=KEY, body=CONTENT, content_type="image/png"))
    got = store.get_object(oss.GetObjectRequest(bucket=bucket, key=KEY))
    part = store.get_object(oss.GetObjectRequest(bucket=bucket, key=KEY, range_header="bytes=3-6"))
    signed = store.presign(oss.GetObjectRequest(bucket=bucket, key=KEY))
    seen = {
        "put": put.status_code,
        "same": got.body.read() == CONTENT,
        "type": got.content_type,
        "part": list(part.body.read()),
        "size": store.head_object(oss.HeadObjectRequest(bucket=bucket, key=KEY)).content_length,
        "by address": fetched(signed.url) == CONTENT,
        "refused": refusal(),
    }
    for number in range(3):
        store.put_object(oss.PutObjectRequest(bucket=bucket, key=f"list/{number}", body=b"x"))
    pages = store.list_objects_v2_paginator(limit=2).iter_page(oss.ListObjectsV2Request(bucket=bucket, prefix="list/"))
    seen["listed"] = [found.key for page in pages for found in page.contents or []]
    store.delete_object(oss.DeleteObjectRequest(bucket=bucket, key=KEY))
    seen["there after delete"] = store.is_object_exist(bucket, KEY)
    sys.stdout.write(json.dumps(seen))


main()
