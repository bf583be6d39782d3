import type { Diagnosis, FoundClass, SideDiagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { recordsOf } from '../../shared/diagnosis/reportTexts.ts';
import type { PartSetting } from '../decodeProfiles.ts';
import type { DecodedSchema } from '../../shared/wire/decoded.ts';

/**
 * An undecided side as the topic's decode profile has it read: what the bytes can't decide, somebody has. The diagnosis as it is
 * where it is decided, or where the profile says none of its readings.
 */
export function asChosen(diagnosis: Diagnosis, part: 'key' | 'value', setting: PartSetting | undefined): Diagnosis {
  const side = diagnosis[part];
  const at = setting === undefined ? -1 : side.readings.findIndex(({ framing, schemas }) => isMeant(setting, framing, schemas));
  return at < 0 ? diagnosis : { ...diagnosis, [part]: readAs(side, at, recordsOf(diagnosis.partitions)) };
}

function isMeant(
  setting: PartSetting,
  framing: string,
  schemas: readonly { readonly source: DecodedSchema; readonly schema: { readonly label: string } }[],
): boolean {
  if (setting.framing !== framing) return false;
  const { subject, id, file } = setting;
  const isAny = subject === undefined && id === undefined && file === undefined;
  const isIt = ({ source, schema }: (typeof schemas)[number]): boolean =>
    subject !== undefined ? source.subject === subject : id !== undefined ? source.schemaId === id : schema.label === file;
  return isAny || schemas.some(isIt);
}

function readAs(side: SideDiagnosis, at: number, records: bigint): SideDiagnosis {
  const { readings, bands, consumers, evidence, part } = side;
  const reading = readings[at];
  if (reading === undefined) return side;
  const { framing, name, schemas } = reading;
  const found: FoundClass = {
    ...{ index: 0, framing, fault: undefined, name, certainty: 'guessed', schemas, unknownIds: [] },
    ...{ sampled: schemas.reduce((sum, { sampled }) => sum + sampled, 0), records, share: 1 },
    ...{ partitions: [...new Set(bands.map(({ partition }) => partition))], firstMs: bands[0]?.firstMs, lastMs: bands.at(-1)?.lastMs },
    samples: bands.flatMap(({ partition, read }) => read.map((offset) => ({ partition, offset }))).slice(0, 100),
  };
  const columns = consumers.columns.flatMap((column, index) => (column.of === at ? [{ column, index }] : []));
  return {
    ...side,
    ...{ state: 'one', severity: 'info', classes: [found], readings: [] },
    headline: `${part === 'key' ? 'Keys' : 'Values'} are read as ${name} by your choice; the bytes alone cannot decide.`,
    detail: `This is ${reading.by}, as the topic's decode profile says. ${side.detail}`.trim(),
    bands: bands.map((band) => ({ ...band, classes: [0] })),
    evidence: evidence.filter(({ of }) => of === undefined || of === at).map((one) => (one.of === at ? { ...one, of: 0 } : one)),
    consumers: {
      columns: columns.map(({ column }) => ({ ...column, of: 0 })),
      rows: consumers.rows.map((row) => ({ ...row, cells: columns.flatMap(({ index }) => row.cells[index] ?? []) })),
    },
    advice: [],
  };
}
