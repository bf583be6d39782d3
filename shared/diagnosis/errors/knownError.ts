/** An error text of this field, and what it says of the bytes on a topic. */
export interface KnownErrorText {
  readonly id: string;
  /** Who says it. */
  readonly of: string;
  /** Matches the text, wherever it stands; spaces and line breaks have been made one space. Never backtracks far. */
  readonly pattern: RegExp;
  /** How much it tells of the cause: the text of a cause tells more than the one of what fails by it. */
  readonly weight: 1 | 2 | 3;
  /** What it means: a clause that follows its name and a colon, with its full stop. */
  readonly means: string | ((found: Readonly<Record<string, string>>) => string);
  /** What to do: one sentence or two. */
  readonly remedy: string;
  /** Whether the bytes on a topic say more. */
  readonly onTopic: boolean;
}

/** Who says it, where several say it or it is said often. */
export const sayers = {
  java: "Confluent's Java deserializer",
  python: 'confluent-kafka-python',
  avro: "Java's Avro",
  registry: 'a schema registry',
} as const;

/** What to do, where that is the same for many. */
export const remedies = {
  diagnose: 'Diagnose the topic: it says which bytes are there, since when, and who can read them.',
  otherFrame: 'Write with the serializer that this reader expects, or read the bytes as they are: diagnosing the topic says how.',
} as const;

/** An id that is no id of any registry shows that the bytes are no frame. */
export function idMeans({ id = '' }: Readonly<Record<string, string>>): string {
  const number = Number(id);
  if (number === 0)
    return "schema id 0 is nobody's: the four bytes behind the first 0 are zeros, as in an 8-byte id of Apicurio or in bare Avro.";
  if (number < 0 || number > 100_000_000) {
    return `${id} is hardly a schema id: bare Avro that begins with 0 was taken for a frame, and four bytes of its data for the id.`;
  }
  return `the registry has no schema id ${id}: the value comes from another registry, the schema was deleted, or bare Avro that begins with 0 was taken for a frame.`;
}
