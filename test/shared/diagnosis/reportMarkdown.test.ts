import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { toReportMarkdown, type MarkdownOptions } from '../../../shared/diagnosis/reportMarkdown.ts';
import type { Snippet } from '../../../shared/diagnosis/snippet.ts';
import { zoneText } from '../../../shared/diagnosis/reportTexts.ts';
import { absentSide, fineDiagnosis, nowMs, switchDiagnosis, undecidedDiagnosis } from './reportSamples.ts';

const pyspark: Snippet = {
  ...{ id: 'pyspark', title: 'PySpark', language: 'python', text: 'print("```")\n', ranWith: 'PySpark 3.5.7', says: 'Reads `both`.' },
};

function markdownOf(diagnosis: Diagnosis, options: Partial<MarkdownOptions> = {}): string {
  return toReportMarkdown(diagnosis, { contents: false, nowMs, ...options });
}

test('a report as Markdown', () => {
  const consumers = ['spark-failfast', 'abris', 'confluent-python'] as const;
  assert.equal(
    markdownOf(switchDiagnosis, { contents: true, consumers, snippets: () => [pyspark] }),
    `# Diagnosis of example-messages on local

**Values are bare Avro since 10 Nov 14:02 (partition 0: offset 18,204); before that Confluent-framed.**

None of the consumers below reads both parts. Spark reads the older part silently wrong. Keys are UTF-8 text throughout.

## What is there

| partition | offsets | framing | schema | read | time |
| --: | --- | --- | --- | --: | --- |
| 0 | 0 to 18,203 | Confluent prefix | schema id 12 | 8 | 10 Nov 09:00 to 14:02 |
| 0 | 18,204 to 20,411 | bare Avro |  | 6 | 10 Nov 14:02 to 18:30 |
| 1 | 0 to 18,196 | Confluent prefix | schema id 12 | 8 | 10 Nov 09:00 to 14:02 |
| 1 | 18,197 to 20,388 | bare Avro |  | 6 | 10 Nov 14:02 to 18:30 |
| 2 | 1,530 to 18,231 | Confluent prefix | schema id 12 | 9 | 10 Nov 09:00 to 14:02 |
| 2 | 18,232 to 20,402 | bare Avro |  | 5 | 10 Nov 14:02 to 18:30 |

- Confluent prefix: 53,103 records, 89 %
- bare Avro: 6,571 records, 11 %

Where it changes:

- Partition 0: bare Avro from offset 18,204, 10 Nov 14:02:07; Confluent prefix up to offset 18,203.
- Partition 1: bare Avro from offset 18,197, 10 Nov 14:02:07; Confluent prefix up to offset 18,196.
- Partition 2: bare Avro from offset 18,232, 10 Nov 14:02:08; Confluent prefix up to offset 18,231.

## Evidence

- For: Before: 268 of 268 begin with \`00 00 00 00 0c\`. Schema id 12 is version 1 of example-messages-value, and the payload is read to the last byte. (268 records)
- For: Since: 137 of 137 are read to the last byte as example.avro.ExampleMessage without a frame; all strings are valid UTF-8. (137 records)
- For: Since, taken as frames they make no sense: 131 do not begin with \`00\`. 6 do (their \`field_1\` is empty) and would name schema id 393732, which the registry does not have. (6 records)
- Note: No record has \`__value_schema_id\` or another header that names a schema; nothing in the records says which program wrote them. (405 records)

## Who can read it

| consumer | Before 10 Nov 14:02<br>Confluent prefix, 53,103 records | Since 10 Nov 14:02<br>bare Avro, 6,571 records |
| --- | --- | --- |
| Spark \`from_avro\`, FAILFAST<br>measured with 3.5.7 and 4.1.1 | Silently wrong, in FAILFAST too<br>The frame's first three zeros are read as values; the 16 bytes left over are not reported | Reads |
| ABRiS \`from_avro\`<br>measured with 5.1.1, Spark 3.1.3 | Reads | Fails; the first such record stops the job<br>\`SparkException: Malformed records are detected in record parsing.\`<br>caused by \`SerializationException: Unknown magic byte!\` |
| confluent-kafka-python<br>measured with 2.16.0 | Reads | Fails<br>131 of 137: \`KafkaError{code=_VALUE_DESERIALIZATION,val=-159,str="Invalid magic byte"}\`<br>6 of 137: \`Schema 393732 not found. (HTTP status code 404, SR code 40403)\` |

What Spark \`from_avro\`, FAILFAST reads wrong (Before 10 Nov 14:02): partition 0, offset 18,203.

| field | written | read |
| --- | --- | --- |
| \`field_1\` | \`"field_1_1"\` | \`""\` |
| \`field_2\` | \`1\` | \`0\` |
| \`field_3\` | \`[10]\` | \`[]\` |

## What to do

1. Change the writer back, if it was not meant: something began to write bare Avro at 14:02:07. Spark's \`to_avro\` does; a Confluent serializer or ABRiS writes the frame.
2. Make one framing out of two: the 6,571 bare values are copied to a new topic as Confluent prefix (or the 53,103 others as bare Avro). A dry run counts first.
3. Until then, read both parts, each in its way:

### PySpark

Reads \`both\`. Run with PySpark 3.5.7 by the tests of Avro Workbench.

\`\`\`\`python
print("\`\`\`")
\`\`\`\`

---

3 partitions, 59,674 records · 405 read in 1.4 s: oldest, middle and newest 40 of each partition, and 45 to find the switch · no consumer group · times are local (${zoneText(nowMs)}). Diagnosed 22 Nov 11:40 by Avro Workbench.
`,
  );
});

test('what is undecided stands side by side, without contents unless they are wanted', () => {
  const without = markdownOf(undecidedDiagnosis, { snippets: () => [pyspark] });
  assert.match(without, /\| 0 \| 0 to 3 \| Confluent prefix, or bare Avro \| schema id 2 \| 4 \|/);
  assert.match(without, /- Against Confluent prefix: id 2 is registered under feature-flags-value only/);
  assert.match(without, /; what messages contain is left out\.\n$/);
  assert.doesNotMatch(without, /"count"|00 00 00 00 02|PySpark/);
  const whole = markdownOf(undecidedDiagnosis, { contents: true });
  assert.match(whole, /\| 0\/2 \| `00 00 00 00 02 00 10` \| `\{"flag":false,"count":8\}` \| `\{"a":0,"b":1,"c":8\}` \|/);
});

test('keys that are Avro have a part of their own', () => {
  const key = { ...fineDiagnosis.value, part: 'key' as const, headline: 'Keys are Confluent-framed throughout.' };
  const both = markdownOf({ ...fineDiagnosis, key });
  assert.ok(both.indexOf('## Values') > 0 && both.indexOf('## Values') < both.indexOf('## Keys'));
  assert.match(both, /## Keys\n\n\*\*Keys are Confluent-framed throughout\.\*\*\n\n/);
  const onlyKeys = markdownOf({ ...fineDiagnosis, key, value: absentSide('value') });
  assert.doesNotMatch(onlyKeys, /## Values|There are no values/);
});

for (const { name, headline, shows } of [
  { name: 'a link', headline: 'Values of [x](https://evil.example) are fine.', shows: 'Values of \\[x\\](https://evil.example) are fine.' },
  { name: 'a picture', headline: '![x](y)', shows: '!\\[x\\](y)' },
  { name: 'HTML', headline: '<img src=x>', shows: '\\<img src=x\\>' },
  { name: 'lines', headline: 'a\n# b', shows: 'a\\\\n\\# b' },
  { name: 'hidden characters', headline: 'a\u202eb', shows: 'a\\\\u202eb' },
  { name: 'code with a pipe', headline: 'In `a|b` lies', shows: 'In `a\\|b` lies' },
  { name: 'half a code', headline: 'a `b', shows: 'a \\`b' },
]) {
  test(`a sentence stays text: ${name}`, () => {
    const value = { ...fineDiagnosis.value, headline };
    assert.ok(markdownOf({ ...fineDiagnosis, value }).includes(`\n**${shows}**\n`), markdownOf({ ...fineDiagnosis, value }).slice(0, 200));
  });
}

for (const { name, given, says } of [
  { name: 'the first samples', given: { stage: 'first', stopped: undefined }, says: '_By the first samples._' },
  { name: 'cancelled', given: { stage: 'searching', stopped: 'cancelled' }, says: '_Cancelled by you: this is what was known by then._' },
  {
    name: 'deleted',
    given: { stage: 'searching', stopped: 'deleted' },
    says: '_The topic was deleted meanwhile: this is what was known by then._',
  },
] as const) {
  test(`what is not all of it says so: ${name}`, () => {
    assert.ok(markdownOf({ ...fineDiagnosis, ...given }).includes(`\n${says}\n`));
  });
}
