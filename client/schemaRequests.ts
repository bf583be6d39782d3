import type {
  CompareParams,
  CompareResult,
  DefiningFilesParams,
  DefiningFilesResult,
  DerivedSchemaParams,
  DerivedSchemaResult,
  FilesInOrderParams,
  FilesInOrderResult,
  FingerprintsResult,
  JudgeParams,
  JudgeResult,
  NamedTypesParams,
  NamedTypesResult,
  SchemaNeedsParams,
  SchemaNeedsResult,
  SchemaPlace,
} from '../shared/protocol.ts';

/** What the language server is asked about schema files, be they open or not. Each throws an `AbortError` where the signal is aborted. */
export interface SchemaRequests {
  namedTypes(params: NamedTypesParams, signal: AbortSignal): Promise<NamedTypesResult>;
  derivedSchema(params: DerivedSchemaParams, signal: AbortSignal): Promise<DerivedSchemaResult>;
  filesInOrder(params: FilesInOrderParams, signal: AbortSignal): Promise<FilesInOrderResult>;
  fingerprints(place: SchemaPlace, signal: AbortSignal): Promise<FingerprintsResult>;
  judge(params: JudgeParams, signal: AbortSignal): Promise<JudgeResult>;
  compare(params: CompareParams, signal: AbortSignal): Promise<CompareResult>;
  needs(params: SchemaNeedsParams, signal: AbortSignal): Promise<SchemaNeedsResult>;
  definingFiles(params: DefiningFilesParams, signal: AbortSignal): Promise<DefiningFilesResult>;
}
