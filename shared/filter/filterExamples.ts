import type { FilterField } from './completeFilter.ts';

export interface FilterExample {
  readonly title: string;
  readonly filter: string;
}

/** Filters to begin with, over fields that the records have where there are such. */
export function filterExamples(fields: readonly FilterField[]): readonly FilterExample[] {
  const scalars = fields.filter(({ isScalar }) => isScalar);
  const key = scalars.find(({ path }) => path === 'key' || path.startsWith('key.') || path.startsWith('key['));
  const values = scalars.filter(({ path }) => path.startsWith('value.') || path.startsWith('value['));
  const symbolic = values.find(({ symbols }) => symbols?.[0] !== undefined);
  const numeric = values.find(({ path, type }) => isNumber(type) && !/id$/i.test(path)) ?? values.find(({ type }) => isNumber(type));
  const timed = values.find(({ type }) => /timestamp|date/.test(type));
  const examples: (FilterExample | undefined)[] = [
    { title: 'Key equals', filter: `${key?.path ?? 'key'} == ${key !== undefined && isNumber(key.type) ? '4711' : '"4711"'}` },
    numeric && { title: 'Field greater than', filter: `${numeric.path} > 990` },
    symbolic && { title: 'Field equals', filter: `${symbolic.path} == ${JSON.stringify(symbolic.symbols?.[0])}` },
    timed && { title: 'Field since a day', filter: `${timed.path} >= "2026-01-01"` },
    { title: 'Value contains, anywhere', filter: 'text(value).contains("4711")' },
    { title: 'Header contains', filter: '"trace-id" in headers && headers["trace-id"].contains("4711")' },
    { title: 'Tombstones only', filter: 'isTombstone' },
    { title: 'Decode errors only', filter: '!isDecoded' },
    { title: 'Schema id', filter: 'schemaId == 1042' },
    { title: 'Partition', filter: 'partition == 0' },
    { title: 'Time between', filter: 'timestamp >= timestamp("2026-01-01T08:00:00Z") && timestamp < timestamp("2026-01-01T09:00:00Z")' },
    { title: 'Large values', filter: 'size > 100000' },
  ];
  return examples.filter((example) => example !== undefined);
}

function isNumber(type: string): boolean {
  return /\b(?:int|long|float|double|decimal|number)\b/.test(type) && !/timestamp|date|time/.test(type);
}
