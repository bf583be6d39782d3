"""Writes messages with to_avro and reads topics with from_avro, of Spark or of ABRiS.

FILE   is JSON: {"brokers": "...", "registry": "...", "abris": false, "schema": "...", "columns": "...", "messages": [...],
       "write": [{"topic": "...", "compression": "..."}, ...], "read": [{"topic": "...", "skip": 0}, ...]}
       "columns" are those of the messages, as Spark's SQL names types. "skip" bytes in front are cut off.
       It prints a line of JSON for each topic that is read, with the values by their offsets: {"topic", "skip", "values"}.

Its messages' keys are the ids as text: "0", "1" and so on.
"""

import json
import sys

from pyspark.sql.avro.functions import from_avro, to_avro
from pyspark.sql.functions import expr, struct, to_json

from sparkSession import abris_from_avro, abris_to_avro, open_session, read_topic


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    spark = open_session()
    with_ids = json.dumps([{"id": number, "message": each} for number, each in enumerate(asked["messages"])])
    columns = f"array<struct<id: int, message: struct<{asked['columns']}>>>"
    rows = spark.sql(f"select inline(from_json('{with_ids}', '{columns}'))").select("id", "message.*").coalesce(1)
    message = struct(*(name for name in rows.columns if name != "id"))
    for one in asked["write"]:
        if asked["abris"]:
            value = abris_to_avro(spark, message, one["topic"], asked["registry"])
        else:
            value = to_avro(message, asked["schema"])
        (
            rows.select(expr("cast(id as string)").alias("key"), value.alias("value"))
            .write.format("kafka")
            .option("kafka.bootstrap.servers", asked["brokers"])
            .option("kafka.compression.type", one["compression"])
            .option("topic", one["topic"])
            .save()
        )
    for one in asked["read"]:
        value = expr(f"substring(value, {one['skip'] + 1})")
        if asked["abris"]:
            record = abris_from_avro(spark, value, one["topic"], asked["registry"])
        else:
            record = from_avro(value, asked["schema"], {"mode": "FAILFAST"})
        values = read_topic(spark, asked["brokers"], one["topic"]).select("offset", to_json(record, {"ignoreNullFields": "false"}).alias("json"))
        print(json.dumps({**one, "values": [row["json"] for row in sorted(values.collect())]}), flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
