"""Reads topics with from_avro of Spark or of ABRiS, and tells of each record what comes of it.

FILE   is JSON: {"brokers": "...", "registry": "...", "topics": [{"topic": "...", "schema": "...",
       "asked": [{"consumer": "spark-failfast", "groups": [[offset, ...], ...]}, ...]}, ...]}
       Consumers are spark-failfast, spark-permissive and abris. Groups are records that probably can be read together.
       For each record it prints a line of JSON: {"consumer": "...", "topic": "...", "offset": 0, "json": "..."} with what
       to_json says of the value, or with "errors" instead: [["java.lang.Exception", "message"], ...], the outermost first.
"""

import json
import sys

from pyspark.sql.avro.functions import from_avro
from pyspark.sql.functions import col, to_json

from sparkSession import abris_from_avro, errors_of, open_session, read_topic


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    spark = open_session()
    for topic in asked["topics"]:
        name = topic["topic"]
        records = read_topic(spark, asked["brokers"], name).select("offset", "value").coalesce(1).cache()
        for one in topic["asked"]:
            consumer = one["consumer"]
            if consumer == "abris":
                record = abris_from_avro(spark, col("value"), name, asked["registry"])
            else:
                record = from_avro(col("value"), topic["schema"], {"mode": consumer.removeprefix("spark-").upper()})
            decoded = records.select("offset", to_json(record, {"ignoreNullFields": "false"}).alias("json"))
            for group in one["groups"]:
                for row in collect(decoded, group):
                    print(json.dumps({"consumer": consumer, "topic": name, **row}), flush=True)
        records.unpersist()
    spark.stop()


def collect(decoded, offsets):
    """What comes of all at once or, if that fails, of each in a job of its own."""
    try:
        rows = decoded.filter(col("offset").isin(offsets)).collect()
        return [{"offset": row["offset"], "json": row["json"]} for row in rows]
    except Exception as error:  # What Spark throws differs from version to version.
        if len(offsets) == 1:
            return [{"offset": offsets[0], "errors": errors_of(error)}]
        return sum((collect(decoded, [offset]) for offset in offsets), [])


if __name__ == "__main__":
    main()
