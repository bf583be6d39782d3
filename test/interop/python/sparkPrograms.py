"""Runs programs of Spark as they are, one after the other in one Spark, and prints of each what it made of its topic.

FILE   is JSON: [{"name": "...", "text": "...", "args": [...], "messages": true, "conditions": [...], "parquet": "..."}, ...]
"""

import base64
import contextlib
import io
import json
import math
import sys
import traceback

from sparkSession import open_session

with open(sys.argv[1], encoding="utf-8") as file:
    scripts = json.load(file)
# Packages that a program names are among the jars already: a Spark that runs does not fetch them.
open_session()


def plain(value):
    if isinstance(value, (bytes, bytearray)):
        return "base64:" + base64.b64encode(value).decode()
    return str(value)


def finite(value):
    """JSON has no NaN."""
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def rows(frame):
    ordered = sorted(frame.collect(), key=lambda row: (row["partition"], row["offset"]))
    return [finite(row.asDict(recursive=True)) for row in ordered]


for script in scripts:
    said = io.StringIO()
    answer = {"name": script["name"]}
    try:
        scope = {"__name__": "__main__"}
        sys.argv = ["job.py", *script.get("args", [])]
        with contextlib.redirect_stdout(said):
            exec(compile(script["text"], script["name"], "exec"), scope)  # noqa: S102
        spark = scope["spark"]
        if script.get("messages"):
            answer["rows"] = rows(scope["messages"])
        if "parquet" in script:
            answer["rows"] = rows(spark.read.parquet(script["parquet"]))
        if "conditions" in script:
            from pyspark.sql.functions import expr

            hits = scope["records"].select("offset", "partition", *[expr(text).alias(f"hit_{i}") for i, text in enumerate(script["conditions"])])
            answer["rows"] = rows(hits)
    except Exception:  # noqa: BLE001
        answer["failed"] = traceback.format_exc()
    print(json.dumps(answer, default=plain), flush=True)
