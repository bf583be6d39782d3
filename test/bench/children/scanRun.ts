/** What each process of benchScan prints as JSON. */
export interface ScanRun {
  readonly scanned: number;
  readonly hits: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** The highest memory of the process, less what it had before it began. */
  readonly peakMb: number;
}

export const records = 1_000_000;
/** The filter finds what took longer, in milliseconds: 0.18 % of the records. */
export const longest = 4_990;

/** Of the values: small records of six fields. */
export const schemaText = JSON.stringify({
  type: 'record',
  name: 'Click',
  namespace: 'bench',
  fields: [
    { name: 'user_id', type: 'string' },
    { name: 'page', type: 'string' },
    { name: 'clicked_at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'duration_ms', type: 'int' },
    { name: 'referrer', type: ['null', 'string'] },
    { name: 'is_first', type: 'boolean' },
  ],
});
