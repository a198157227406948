"""Reads every record of a WARC with FastWARC or warcio and prints {records, bytes, seconds}: see warc.mjs."""
import json, sys, time

program, path, parse_http = sys.argv[1], sys.argv[2], sys.argv[3] == "true"
records = size = 0
started = time.perf_counter()
with open(path, "rb") as stream:
    if program == "fastwarc":
        from fastwarc.warc import ArchiveIterator
        started = time.perf_counter()
        for record in ArchiveIterator(path, parse_http=parse_http, fsspec_args=False):
            records += 1
            record.record_type, record.headers.get("WARC-Target-URI")
            if parse_http and record.http_headers is not None:
                record.http_headers.status_code
            size += len(record.reader.read())
    else:
        from warcio.archiveiterator import ArchiveIterator
        started = time.perf_counter()
        for record in ArchiveIterator(stream, no_record_parse=not parse_http):
            records += 1
            record.rec_type, record.rec_headers.get_header("WARC-Target-URI")
            if parse_http and record.http_headers is not None:
                record.http_headers.get_statuscode()
            size += len(record.raw_stream.read())
print(json.dumps({"records": records, "bytes": size, "seconds": time.perf_counter() - started}))
