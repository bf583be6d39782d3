import { indexQuickly } from './indexQuickly.ts';
import { indexText } from './indexText.ts';
import type { TextFacts } from './indexText.ts';
import { parseSchemaSteps } from './parse.ts';
import type { ParseSchemaOptions } from './parse.ts';
import { parseProtocolSteps } from './parseProtocol.ts';
import type { ParsedSchema } from './schema.ts';
import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';

/** Whether a file holds a schema or a protocol, by its name, path or URI. */
export function isSchemaFile(name: string): boolean {
  return /\.av(?:sc|pr)$/i.test(name);
}

/** Whether a file holds a protocol, by its name, path or URI. */
export function isProtocolFile(name: string): boolean {
  return name.toLowerCase().endsWith('.avpr');
}

/** A file's text by the kind of the file: a protocol, or else a schema. */
export function parseSchemaFile(name: string, text: string, options: ParseSchemaOptions = {}): ParsedSchema {
  return runAtOnce(parseSchemaFileSteps(name, text, options));
}

/** What {@link parseSchemaFile} does, in steps. */
export function parseSchemaFileSteps(name: string, text: string, options: ParseSchemaOptions = {}): Steps<ParsedSchema> {
  return isProtocolFile(name) ? parseProtocolSteps(text, options) : parseSchemaSteps(text, options);
}

/** What a file's text defines and refers to; where it can be told without, no tree is made for it. */
export function indexSchemaFile(name: string, text: string): TextFacts {
  return (isProtocolFile(name) ? undefined : indexQuickly(text)) ?? indexText(parseSchemaFile(name, text));
}
