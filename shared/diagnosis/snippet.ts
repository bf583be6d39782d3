/** Code that reads a topic as it is, ready to run: names, schema and subject filled in. Never a secret. */
export interface Snippet {
  readonly id: 'pyspark' | 'abris-pyspark' | 'abris-scala' | 'confluent-python' | 'java' | 'java-8' | 'flink-sql' | 'connect' | 'kcat';
  /** Of its tab: "PySpark", "ABRiS (PySpark)". */
  readonly title: string;
  /** As editors call it: `python`, `scala`, `java`, `sql`, `properties`, `shellscript`. */
  readonly language: string;
  /** Whole. Its first line says with what tests ran such code, or "not run". */
  readonly text: string;
  /** Whether tests run such snippets with the real software, which `ranWith` names: "PySpark 3.5.7 and 4.1.1". */
  readonly ranWith: string | undefined;
  /** One sentence above the code; may be empty. */
  readonly says: string;
}
