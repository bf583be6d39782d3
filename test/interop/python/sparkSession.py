"""What the programs that use Spark share."""

import os

from pyspark.sql import Column, DataFrame, SparkSession

# What Spark 3.1 needs of Java 17, and later ones open by themselves.
OPENS = [
    f"--add-opens=java.base/{name}=ALL-UNNAMED"
    for name in ["java.io", "java.lang", "java.lang.invoke", "java.net", "java.nio", "java.util", "sun.nio.ch", "sun.security.action"]
]


def open_session() -> SparkSession:
    """SPARK_JARS: jars, with commas between them. SPARK_FIRST_JARS: those that go before Spark's own, with colons."""
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", os.environ["SPARK_JARS"])
        .config("spark.driver.extraClassPath", os.environ.get("SPARK_FIRST_JARS", ""))
        .config("spark.ui.enabled", "false")
        # Most jobs read one record: compiling them would take longer than running them.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.extraJavaOptions", " ".join(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", *OPENS]))
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    return spark


def read_topic(spark: SparkSession, brokers: str, topic: str) -> DataFrame:
    """All of a topic, by the real broker."""
    return (
        spark.read.format("kafka")
        .option("kafka.bootstrap.servers", brokers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .option("endingOffsets", "latest")
        .option("includeHeaders", "true")
        .load()
    )


def abris_from_avro(spark: SparkSession, column: Column, topic: str, registry: str) -> Column:
    """ABRiS's from_avro by the topic's latest schema, as there is no Python interface to it: by the objects of Scala."""
    jvm = spark.sparkContext._jvm.za.co.absa.abris
    config = (
        jvm.config.AbrisConfig.fromConfluentAvro()
        .downloadReaderSchemaByLatestVersion()
        .andTopicNameStrategy(topic, False)
        .usingSchemaRegistry(registry)
    )
    return Column(jvm.avro.functions.from_avro(column._jc, config))


def abris_to_avro(spark: SparkSession, column: Column, topic: str, registry: str) -> Column:
    """ABRiS's to_avro by the topic's latest schema."""
    jvm = spark.sparkContext._jvm.za.co.absa.abris
    config = (
        jvm.config.AbrisConfig.toConfluentAvro()
        .downloadSchemaByLatestVersion()
        .andTopicNameStrategy(topic, False)
        .usingSchemaRegistry(registry)
    )
    return Column(jvm.avro.functions.to_avro(column._jc, config))


def errors_of(error: Exception) -> list[list[str]]:
    """Java's exceptions, the outermost first: class and message."""
    thrown = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    if thrown is None:
        raise error
    errors = []
    while thrown is not None and len(errors) < 10:
        errors.append([thrown.getClass().getName(), thrown.getMessage() or ""])
        thrown = thrown.getCause()
    return errors
