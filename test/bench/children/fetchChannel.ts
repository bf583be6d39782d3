/** What the probe in a worker tells of an answer to a fetch request, on the channel of this name. */
export interface FetchAnswer {
  /** When all of it was here, in milliseconds since 1970. */
  readonly atMs: number;
  readonly bytes: number;
}

export const fetchChannel = 'avro-bench-fetches';
