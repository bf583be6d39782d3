/**
 * The requests of our own between the extension and the language server. Both sides import this file and nothing else
 * of each other.
 */

/** Server to client: the schema of a message's key or value, found as the sending will find it. */
export const messageSchema = 'avroWorkbench/messageSchema';

export interface MessageSchemaParams {
  /** The message document. */
  readonly uri: string;
  readonly part: 'key' | 'value';
  /** As the document has them; undefined where it does not. */
  readonly connection: string | undefined;
  readonly topic: string | undefined;
  readonly schemaRef: SchemaRef | undefined;
}

export type SchemaRef =
  | { readonly kind: 'latest' }
  | { readonly kind: 'subject'; readonly subject: string; readonly version: number | 'latest' }
  | { readonly kind: 'id'; readonly schemaId: number }
  | { readonly kind: 'file'; readonly file: string; readonly type: string | undefined };

export type MessageSchemaResult =
  | {
      readonly found: true;
      readonly text: string;
      /** Texts of the schemas that this one refers to, each before those that need it. */
      readonly references: readonly string[];
      /** Such as "orders-value v7" or "orders.avsc". */
      readonly label: string;
      /** The type in the text that is meant, where it is not the top one. */
      readonly fullname: string | undefined;
    }
  | {
      readonly found: false;
      /** One sentence; undefined where there simply is none. */
      readonly reason: string | undefined;
      /** Whether there is one, with which nothing can be written. */
      readonly isUnusable?: boolean;
    };

/** Server to client: the names of all connections. No parameters; the result is a list of names. */
export const connectionNames = 'avroWorkbench/connectionNames';

/** Client to server: schemas or connections have changed, so message documents must be checked again. */
export const messageSchemasChanged = 'avroWorkbench/messageSchemasChanged';
