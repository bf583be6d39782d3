/** The pages that show a topic's records: one for each topic of each connection. */
export interface RecordsPages {
  /** Opens the topic's page, or brings it to the front, and reads its newest records. It returns before they are read. */
  show(request: RecordsRequest): void;
}

export interface RecordsRequest {
  readonly connection: string;
  readonly topic: string;
  /** Only this partition is read. */
  readonly partition?: number | undefined;
  /** A record to choose, read with its neighbours where it is not among the newest. */
  readonly select?: { readonly partition: number; readonly offset: bigint } | undefined;
}
