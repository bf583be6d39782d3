import type { KnownErrorText } from './knownError.ts';
import { sayers } from './knownError.ts';

const { avro, registry } = sayers;

/** Texts about software that lacks something, and those of registries. */
export const softwareErrors: readonly KnownErrorText[] = [
  // Spark and Python that lack something.
  {
    id: 'spark-avro-missing',
    of: 'Spark',
    pattern:
      /failed to find data source: (?:avro|kafka)|AVRO_NOT_LOADED|avro is built-in but external|no module named '?pyspark\.sql\.avro|name 'from_avro' is not defined|undefined function:? '?from_avro/i,
    weight: 3,
    means: 'Spark was started without the package for Avro or Kafka, or from_avro is not imported from pyspark.sql.avro.functions.',
    remedy: 'Start it with --packages org.apache.spark:spark-avro_2.12 and spark-sql-kafka-0-10_2.12 of its own version.',
    onTopic: false,
  },
  {
    id: 'java-package',
    of: 'PySpark',
    pattern: /'JavaPackage' object is not callable/,
    weight: 3,
    means: 'the JVM of Spark does not have the class: with ABRiS, its package was not loaded, or not for this version of Scala.',
    remedy: 'Start Spark with --packages za.co.absa:abris_2.12 and the repository of Confluent.',
    onTopic: false,
  },
  {
    id: 'confluent-classes-missing',
    of: 'Java',
    pattern: /(?:NoClassDefFoundError|ClassNotFoundException):? (?:Could not initialize class )?io[./]confluent[./]/,
    weight: 3,
    means: "Confluent's classes are not on the class path: they are not on Maven Central, but in Confluent's own repository.",
    remedy: "Add Confluent's repository and kafka-avro-serializer.",
    onTopic: false,
  },
  {
    id: 'avro-versions-mixed',
    of: avro,
    pattern: /NoSuchFieldError: FACTORY|NoSuchMethodError: .{0,20}org[./]apache[./]avro/,
    weight: 3,
    means:
      'two versions of Avro are on the class path, and the older one comes first, as in Spark before 3.2 beside newer classes of Confluent.',
    remedy: 'Put the newer Avro first (spark.driver.userClassPathFirst), or take versions that go together.',
    onTopic: false,
  },
  {
    id: 'incompatible-spark-schema',
    of: 'Spark',
    pattern: /cannot convert (?:avro|sql) (?:top-level record|field)|IncompatibleSchemaException/i,
    weight: 3,
    means: 'the Avro schema and the columns of Spark do not go together, before any record is read.',
    remedy: 'Give to_avro the schema as its second argument, and cast the columns to it.',
    onTopic: false,
  },
  // Registries.
  {
    id: 'subject-not-found',
    of: registry,
    pattern: /subject '?(?<subject>[^\s';]{1,249})?'? ?not found.{0,80}?40401/i,
    weight: 3,
    means: ({ subject }) =>
      `${subject === undefined ? 'the subject' : `the subject ${subject}`} is not in the registry: nothing was registered for the topic, or another subject name strategy is used.`,
    remedy: 'Look for it in the view Registries, or register the schema.',
    onTopic: false,
  },
  {
    id: 'version-not-found',
    of: registry,
    pattern: /version (?<version>-?\d+)? ?not found.{0,80}?40402/i,
    weight: 3,
    means: 'the subject has no such version, or it was deleted.',
    remedy: 'Look for it in the view Registries; deleted versions can be shown there.',
    onTopic: false,
  },
  {
    id: 'incompatible',
    of: registry,
    pattern:
      /schema being registered is incompatible with an earlier schema|error code:? 409\b|incompatible with (?:the )?(?:latest|earlier) schema/i,
    weight: 3,
    means: 'the new schema breaks the compatibility level of its subject: readers of old data, or old readers, could not read.',
    remedy: 'Open the schema file: what breaks is underlined at the exact characters, with what repairs it.',
    onTopic: false,
  },
  {
    id: 'invalid-schema',
    of: registry,
    pattern: /42201|input schema is an invalid avro schema|invalid schema (?:type|syntax)/i,
    weight: 3,
    means: 'the registry takes the text for no schema, or lacks a type that it refers to.',
    remedy: 'Open the schema file: mistakes are underlined. Types of other files must be registered as references.',
    onTopic: false,
  },
  {
    id: 'read-only-mode',
    of: registry,
    pattern: /42205|is in read-only mode/i,
    weight: 3,
    means: 'the registry or the subject is in read-only mode: nothing can be registered.',
    remedy: 'Register elsewhere, or have its mode changed.',
    onTopic: false,
  },
  {
    id: 'registry-unauthorized',
    of: registry,
    pattern:
      /(?:unauthorized|user is denied operation|forbidden).{0,60}?(?:40[13]\d{0,2})|40301.{0,40}?denied|error code:? 40(?:1|3)(?:01)?\b/i,
    weight: 2,
    means:
      'the registry refuses this user: the password or token is wrong, or it may not see the subject. Some registries say so of schema ids that do not exist, too.',
    remedy: 'Check the user, then diagnose the topic: the id may be none.',
    onTopic: true,
  },
  {
    id: 'registering',
    of: "Confluent's serializers",
    pattern: /error registering avro schema/i,
    weight: 1,
    means: 'the schema could not be registered; its cause says why. Nothing was sent.',
    remedy: 'Register it beforehand and set auto.register.schemas to false.',
    onTopic: false,
  },
];
