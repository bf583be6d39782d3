import { TextDocument } from 'vscode-languageserver-textdocument';
import { indexText } from '../shared/avro/indexText.ts';
import type { TextFacts } from '../shared/avro/indexText.ts';
import { NameIndex, placeOfSchema } from '../shared/avro/nameIndex.ts';
import type { Definition, OtherNames } from '../shared/avro/nameIndex.ts';
import type { NamedSchema, NameLookup, ParsedSchema } from '../shared/avro/schema.ts';
import { isProtocolFile, parseSchemaFile } from '../shared/avro/schemaFiles.ts';
import type { OpenDocument } from './documents.ts';
import { canonicalUri, toFilePath } from './fileUris.ts';
import { kindNameOf } from './kinds.ts';
import { readTextNow } from './readText.ts';
import type { ParsedText, SchemaWorkspace } from './schemaWorkspace.ts';
import { TreeCache } from './treeCache.ts';

export interface WorkspaceOptions {
  /** The newest version of an open text, by the URI that the client calls it. */
  readonly openDocument: (uri: string) => OpenDocument | undefined;
  /** The workspace folder that a text is in; undefined where it is in none. */
  readonly folderOf: (uri: string) => string | undefined;
  /** Whether what an open text defines is to be seen from others. */
  readonly isShared: (uri: string) => boolean;
  /** Called when names mean something else than before for other texts than the one that has changed. */
  readonly onChanged: (change: NamesChange) => void;
}

export interface NamesChange {
  readonly fullnames: readonly string[];
  /** The text that has changed. */
  readonly uri: string;
}

/**
 * What is known of all schemas: what files say is put in, what open texts say is taken from them and goes before what is
 * saved. A text that is being typed in is indexed once somebody asks for another text's sake, or when `refresh` is called.
 */
export class Workspace implements SchemaWorkspace {
  readonly #options: WorkspaceOptions;
  readonly #index: NameIndex;
  readonly #trees = new TreeCache<ParsedText>(maxCachedChars);
  /** The URIs that the client calls its open texts, by the spelling that we give files. */
  readonly #open = new Map<string, string>();
  /** The open texts that have changed since they were indexed. */
  readonly #stale = new Set<string>();
  #isComplete = false;
  #revision = 0;
  #complete: Promise<void>;
  #setComplete: () => void = () => undefined;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#index = new NameIndex({ folderOf: options.folderOf, placeOf: (uri, fullname) => placeOfSchema(this.#readNamed(uri, fullname)) });
    this.#complete = new Promise((resolve) => (this.#setComplete = resolve));
  }

  lookup(uri: string): NameLookup {
    const names = this.otherNames(uri);
    return (fullname) => {
      const [first] = names.find(fullname);
      return first && names.read(first);
    };
  }

  otherNames(uri: string): OtherNames {
    const own = this.#spelling(uri);
    const names = this.#index.otherNames(own, (definition) => this.#readNamed(definition.uri, definition.fullname));
    const isPartial = (): boolean => !this.#isComplete;
    return {
      find: (fullname) => {
        this.#refresh(own);
        return names.find(fullname);
      },
      fullnames: () => {
        this.#refresh(own);
        return names.fullnames();
      },
      read: (definition) => names.read(definition),
      get isPartial() {
        return isPartial();
      },
    };
  }

  read(uri: string): ParsedText | undefined {
    const own = this.#spelling(uri);
    const document = this.#options.openDocument(own);
    if (document !== undefined) {
      const parsed = schemaOf(document);
      return parsed && { uri: own, text: document.text, parsed, version: document.version };
    }
    const known = this.#trees.get(own);
    if (known !== undefined) return known;
    const text = readText(own);
    if (text === undefined) return undefined;
    const made: ParsedText = {
      uri: own,
      text,
      parsed: parseSchemaFile(own, text.getText(), { lookup: this.lookup(own) }),
      version: undefined,
    };
    this.#trees.add(own, made, text.getText().length);
    return made;
  }

  textOf(uri: string): TextDocument | undefined {
    const own = this.#spelling(uri);
    return this.#options.openDocument(own)?.text ?? this.#trees.get(own)?.text ?? readText(own);
  }

  definitions(fullname: string): readonly Definition[] {
    this.#refresh();
    return this.#index.definitions(fullname);
  }

  allDefinitions(): Iterable<Definition> {
    this.#refresh();
    return this.#index.allDefinitions();
  }

  referrers(fullname: string): readonly string[] {
    this.#refresh();
    return this.#index.referrers(fullname);
  }

  dependents(fullnames: Iterable<string>): readonly string[] {
    this.#refresh();
    return this.#index.dependents(fullnames);
  }

  revision(uri: string): number {
    this.#refresh(this.#spelling(uri));
    return this.#revision;
  }

  folderOf(uri: string): string | undefined {
    return this.#options.folderOf(uri);
  }

  /** The URIs of the open texts that a change of names may matter to. */
  openDependents({ fullnames, uri }: NamesChange): string[] {
    const found = new Set([...this.#index.dependents(fullnames), ...this.#index.unresolved()]);
    return [...this.#open.values()].filter((each) => each !== uri && found.has(each));
  }

  whenComplete(): Promise<void> {
    return this.#complete;
  }

  /** Says whether all files have been put in, as far as they are known. */
  setComplete(isComplete: boolean): void {
    if (isComplete) this.#setComplete();
    else if (this.#isComplete) this.#complete = new Promise((resolve) => (this.#setComplete = resolve));
    if (isComplete !== this.#isComplete) this.#revision++;
    this.#isComplete = isComplete;
  }

  /** A text has been opened or has changed. */
  opened(uri: string): void {
    const saved = canonicalUri(uri);
    if (!this.#open.has(saved)) {
      this.#open.set(saved, uri);
      this.#trees.delete(saved);
      if (saved !== uri) this.#remove(saved);
    }
    this.#stale.add(uri);
  }

  /**
   * An open text has been closed.
   *
   * @param isFile whether the file is to be put in soon, until when what the text said stands
   */
  closed(uri: string, isFile: boolean): void {
    const saved = canonicalUri(uri);
    this.#open.delete(saved);
    this.#stale.delete(uri);
    if (!isFile || saved !== uri) this.#remove(uri);
  }

  /** Whether an open text stands for the file. */
  isOpen(fileUri: string): boolean {
    return this.#open.has(fileUri);
  }

  /** A file, as it is saved. */
  put(fileUri: string, facts: TextFacts): void {
    this.#trees.delete(fileUri);
    if (!this.#open.has(fileUri)) this.#tell(fileUri, this.#index.set(fileUri, facts));
  }

  /** A file that is gone, or one that is to be left out. */
  drop(fileUri: string): void {
    this.#trees.delete(fileUri);
    if (!this.#open.has(fileUri)) this.#remove(fileUri);
  }

  /** The open texts, those that are not seen from others included. */
  openUris(): string[] {
    return [...this.#open.values()];
  }

  /** The files that have been put in and are not open. */
  files(): string[] {
    const open = new Set(this.#open.values());
    return [...this.#index.uris()].filter((uri) => !open.has(uri));
  }

  /** The open texts that are seen from others and have changed since they were indexed. */
  staleUris(): string[] {
    return [...this.#stale].filter((uri) => this.#options.isShared(uri));
  }

  /** Indexes open texts that have changed. */
  refresh(): void {
    this.#refresh();
  }

  /** Indexes all open texts again, since what is shared may have changed. */
  refreshAll(): void {
    for (const uri of this.#open.values()) this.#stale.add(uri);
    this.#refresh();
  }

  /** @param but what asks: its own names are no others, so it need not be indexed at each keystroke */
  #refresh(but?: string): void {
    for (const uri of this.#stale) {
      if (uri === but) continue;
      this.#stale.delete(uri);
      const document = this.#options.openDocument(uri);
      const parsed = document !== undefined && this.#options.isShared(uri) ? schemaOf(document) : undefined;
      if (parsed === undefined) this.#remove(uri);
      else this.#tell(uri, this.#index.set(uri, indexText(parsed)));
    }
  }

  #remove(uri: string): void {
    this.#tell(uri, this.#index.remove(uri));
  }

  #tell(uri: string, fullnames: readonly string[]): void {
    if (fullnames.length > 0) this.#revision++;
    if (fullnames.length > 0 && this.#isComplete) this.#options.onChanged({ uri, fullnames });
  }

  #spelling(uri: string): string {
    const saved = canonicalUri(uri);
    return this.#open.get(saved) ?? saved;
  }

  #readNamed(uri: string, fullname: string): NamedSchema | undefined {
    return this.read(uri)?.parsed.definitions.get(fullname);
  }
}

/** A tree takes some fifteen bytes for each character of its text. */
const maxCachedChars = 4_000_000;

/** The tree of a schema or protocol; undefined of any other document. */
function schemaOf(document: OpenDocument): ParsedSchema | undefined {
  const name = kindNameOf(document.uri, document.text.languageId);
  return name === 'avro-schema' || name === 'avro-protocol' ? document.parsed()?.parsed : undefined;
}

/** Undefined where there is no such file, or none that can be read. */
function readText(uri: string): TextDocument | undefined {
  const path = toFilePath(uri);
  const text = path === undefined ? undefined : readTextNow(path);
  return text === undefined ? undefined : TextDocument.create(uri, isProtocolFile(uri) ? 'avro-protocol' : 'avro-schema', 0, text);
}
