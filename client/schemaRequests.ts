import type {
  DerivedSchemaParams,
  DerivedSchemaResult,
  FilesInOrderParams,
  FilesInOrderResult,
  FingerprintsResult,
  NamedTypesParams,
  NamedTypesResult,
  SchemaPlace,
} from '../shared/protocol.ts';

/** What the language server is asked about schema files, be they open or not. Each throws an `AbortError` where the signal is aborted. */
export interface SchemaRequests {
  namedTypes(params: NamedTypesParams, signal: AbortSignal): Promise<NamedTypesResult>;
  derivedSchema(params: DerivedSchemaParams, signal: AbortSignal): Promise<DerivedSchemaResult>;
  filesInOrder(params: FilesInOrderParams, signal: AbortSignal): Promise<FilesInOrderResult>;
  fingerprints(place: SchemaPlace, signal: AbortSignal): Promise<FingerprintsResult>;
}
