"""Prints as JSON what FastWARC and warcio read in WARC files: python warc.py FILE…

Golden file: python bench/oracles/warc.py CACHE/warc@1.0.1/…/*.warc* > test/golden/warc-trio.json
"""
import base64, hashlib, io, json, os, sys
from importlib.metadata import version
from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def fastwarc(path):
    rows = []
    for record in ArchiveIterator(path, parse_http=True, fsspec_args=False):
        content_length = record.content_length
        http = record.http_headers
        rows.append({
            "type": str(record.record_type).split(".")[-1],
            "offset": record.stream_pos,
            "id": (record.record_id or "").strip("<>"),
            "url": record.headers.get("WARC-Target-URI"),
            "status": http.status_code if http is not None else None,
            "fields": len(list(record.headers.items())),
            "body": sha1(record.reader.read()),
        })
    return rows


def decoded(record):
    try:
        return record.content_stream().read()
    except AttributeError:
        # warcio 1.8 cannot set up the decompressor of brotli 1.2
        import brotli
        return brotli.decompress(record.raw_stream.read())


def warcio(path):
    rows = []
    with open(path, "rb") as stream:
        for record in WarcioIterator(stream, check_digests=True):
            http = record.http_headers
            rows.append({
                "type": record.rec_type,
                "id": (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>"),
                "url": record.rec_headers.get_header("WARC-Target-URI"),
                "status": http.get_statuscode() if http is not None else None,
                # without transfer and content coding
                "decoded": sha1(decoded(record)),
                "digests": record.digest_checker.passed,
            })
    return rows


print(json.dumps({
    "program": {name: version(name) for name in ("fastwarc", "warcio")},
    "files": {os.path.basename(path): {"fastwarc": fastwarc(path), "warcio": warcio(path)} for path in sys.argv[1:]},
}, indent=1))
