"""Reads Avro with Spark's from_avro.

read SCHEMA_FILE MODE [SKIP]   one value a line on standard input, in base64; prints each as Spark's to_json has it,
                               or `failed` and the first line of what Spark says. SKIP leaves out so many bytes in front.

SPARK_JARS names the jars of spark-avro.
"""

import base64
import os
import sys

from pyspark.sql import SparkSession
from pyspark.sql.avro.functions import from_avro
from pyspark.sql.functions import col, expr, to_json


def main() -> None:
    schema_file, mode = sys.argv[2], sys.argv[3]
    skip = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    with open(schema_file, encoding="utf-8") as file:
        schema = file.read()
    rows = [(index, bytearray(base64.b64decode(line))) for index, line in enumerate(sys.stdin.read().split())]
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.jars", os.environ["SPARK_JARS"])
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    frame = spark.createDataFrame(rows, "number int, value binary")
    value = expr(f"substring(value, {skip + 1})") if skip > 0 else col("value")
    decoded = frame.select("number", from_avro(value, schema, {"mode": mode}).alias("record"))
    try:
        for row in decoded.select("number", to_json("record").alias("json")).orderBy("number").collect():
            print(row["json"])
    except Exception as error:  # What Spark throws differs from version to version.
        print("failed", *[line.strip() for line in str(error).splitlines() if "Exception" in line][:5])
    spark.stop()


if __name__ == "__main__":
    main()
