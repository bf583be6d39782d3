import { insertBrackets, insertMissing, quoteWord, removeDuplicateKey, removeExtra, removeValueless } from './fixes/textFixes.ts';
import type { JsonNode, JsonString, Span } from './json.ts';
import { isCloser, quoted, Token } from './jsonTokens.ts';
import type { JsonTokens } from './jsonTokens.ts';
import type { Problem } from './schema.ts';
import type { Steps } from '../slices.ts';

/** How deep arrays and objects may nest: Java's JSON reader (Jackson) refuses more, and our own recursion relies on it. */
export const maxNesting = 1000;

export interface BuildOptions {
  /** Whether a comma may stand behind the last item. */
  readonly trailingCommas: boolean;
  /** Whether several values may stand one after another. */
  readonly multiple: boolean;
}

/**
 * Builds the tree of a text from its tokens, without recursion, and reports what is missing or too much to them.
 *
 * @returns all values at the top
 */
export function* buildJson(tokens: JsonTokens, options: BuildOptions): Steps<readonly JsonNode[]> {
  const builder: Builder = {
    tokens,
    options,
    roots: [],
    stack: [],
    open: { object: 0, array: 0 },
    skipped: 0,
    extraRootReported: false,
    closing: undefined,
  };
  const { stack } = builder;
  let pauseAt = charsInStep;
  tokens.next();
  while (tokens.kind !== Token.end) {
    if (tokens.start >= pauseAt) {
      pauseAt = tokens.start + charsInStep;
      yield;
    }
    const frame = stack[stack.length - 1];
    if (builder.skipped > 0) skipNested(builder);
    else if (frame === undefined) acceptAtTop(builder);
    else if (frame.node.kind === 'array') acceptInArray(builder, frame.node, frame);
    else acceptInObject(builder, frame.node, frame);
  }
  while (builder.stack.length > 0) closeUnclosed(builder, tokens.text.length);
  return builder.roots;
}

/** So much text is read in well under a millisecond or two, whatever it holds. */
const charsInStep = 8192;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface OpenProperty {
  readonly name: JsonString;
  value: JsonNode | undefined;
  readonly span: Mutable<Span>;
}

interface OpenObject {
  readonly kind: 'object';
  readonly span: Mutable<Span>;
  readonly properties: OpenProperty[];
}

interface OpenArray {
  readonly kind: 'array';
  readonly span: Mutable<Span>;
  readonly items: JsonNode[];
}

/** An array or object whose end has not been seen. */
interface Frame {
  readonly node: OpenObject | OpenArray;
  /** What the next token should be; `item` is an array's item, `value` a property's. */
  expects: 'item' | 'name' | 'colon' | 'value' | 'separator';
  /** Where the comma stands that is right before; -1 behind anything else. */
  comma: number;
  /** Whether the last property's colon was missing, which has been said. */
  colonMissing: boolean;
  /** The first of each name so far, once there are enough of them for a map to be faster than a look at each. */
  names: Map<string, JsonString> | undefined;
}

interface Builder {
  readonly tokens: JsonTokens;
  readonly options: BuildOptions;
  readonly roots: JsonNode[];
  readonly stack: Frame[];
  /** How many of each kind are on the stack. */
  readonly open: { object: number; array: number };
  /** How many brackets are open inside of what nests too deep, which is passed over. */
  skipped: number;
  extraRootReported: boolean;
  /** The brackets that are missing at one place, from the innermost out. */
  closing: { readonly at: number; readonly span: Span; readonly brackets: string } | undefined;
}

/** A value at the top, or what stands there instead. */
function acceptAtTop(builder: Builder): void {
  const { tokens } = builder;
  if (isCloser(tokens.kind) || tokens.kind === Token.comma || tokens.kind === Token.colon) {
    unexpected(builder);
    return;
  }
  if (builder.roots.length > 0 && !builder.options.multiple && !builder.extraRootReported) {
    builder.extraRootReported = true;
    missing(builder, tokens.span(), 'Something stands behind the end of the JSON value.');
  }
  const value = takeValue(builder);
  if (value !== undefined) builder.roots.push(value);
}

function acceptInArray(builder: Builder, array: OpenArray, frame: Frame): void {
  const { tokens } = builder;
  if (isCloser(tokens.kind)) {
    acceptCloser(builder, frame);
    return;
  }
  if (tokens.kind === Token.comma) {
    if (frame.expects === 'item') extra(builder, 'A value is missing before this comma.');
    frame.comma = tokens.start;
    frame.expects = 'item';
    tokens.next();
    return;
  }
  if (tokens.kind === Token.colon) {
    unexpected(builder);
    frame.expects = 'item';
    frame.comma = -1;
    return;
  }
  if (frame.expects === 'separator') missingComma(builder);
  frame.expects = 'separator';
  frame.comma = -1;
  const value = takeValue(builder);
  if (value !== undefined) array.items.push(value);
}

function acceptInObject(builder: Builder, object: OpenObject, frame: Frame): void {
  const { tokens } = builder;
  if (isCloser(tokens.kind)) {
    acceptCloser(builder, frame);
    return;
  }
  if (tokens.kind === Token.comma) {
    if (frame.expects === 'name') extra(builder, 'A property is missing before this comma.');
    else reportValueless(builder, object, frame);
    frame.comma = tokens.start;
    frame.expects = 'name';
    tokens.next();
    return;
  }
  if (tokens.kind === Token.colon) {
    acceptColon(builder, object, frame);
    return;
  }
  if (frame.expects === 'colon' || frame.expects === 'value') acceptPropertyValue(builder, object, frame);
  else acceptName(builder, object, frame);
}

function acceptColon(builder: Builder, object: OpenObject, frame: Frame): void {
  const { tokens } = builder;
  const last = object.properties.at(-1);
  if (frame.expects === 'colon') {
    frame.expects = 'value';
    tokens.next();
  } else if (frame.expects === 'name') {
    missing(builder, tokens.span(), 'A property name is missing before this colon.');
    addProperty(builder, object, frame, { kind: 'string', value: '', span: { start: tokens.start, end: tokens.start } });
    frame.expects = 'value';
    tokens.next();
  } else if (frame.expects === 'separator' && last?.value?.kind === 'string') {
    // What looked like the last property's value is the next one's name: `{"name": "type": "record"}`.
    const name = last.value;
    last.value = undefined;
    last.span.end = last.name.span.end;
    if (!frame.colonMissing)
      missing(builder, last.name.span, `${quoted(last.name.value)} has no value.`, removal(builder, object, last.name));
    addProperty(builder, object, frame, name);
    frame.expects = 'value';
    tokens.next();
  } else unexpected(builder);
}

function acceptPropertyValue(builder: Builder, object: OpenObject, frame: Frame): void {
  const { tokens } = builder;
  // A name or value is expected to be behind a property, so there is one.
  const property = object.properties.at(-1);
  frame.colonMissing = frame.expects === 'colon';
  if (frame.colonMissing && property !== undefined) {
    const { span, value } = property.name;
    missing(builder, span, `A colon is missing behind ${quoted(value)}.`, () => insertMissing(tokens.text, span.end, ':'));
  }
  frame.expects = 'separator';
  const value = takeValue(builder);
  if (property === undefined) return;
  property.value = value;
  property.span.end = tokens.previousEnd;
}

function acceptName(builder: Builder, object: OpenObject, frame: Frame): void {
  const { tokens } = builder;
  const opens = tokens.kind === Token.openBrace || tokens.kind === Token.openBracket;
  if (opens) {
    if (tokens.kind === Token.openBrace && builder.stack.at(-2)?.node.kind === 'array') {
      // The next item begins before this one has ended: `[{"name": "a" {"name": "b"}]`.
      closeUnclosed(builder, tokens.previousEnd);
      return;
    }
    missing(builder, tokens.span(), 'A property name is expected here.');
    frame.expects = 'separator';
    frame.comma = -1;
    takeValue(builder);
    return;
  }
  if (frame.expects === 'separator') missingComma(builder);
  frame.comma = -1;
  const isQuoted = tokens.kind === Token.string;
  const name = isQuoted ? tokens.takeString() : tokens.takeWord();
  if (!isQuoted) missing(builder, name.span, 'A property name must stand in double quotes.', () => quoteWord(name, { isName: true }));
  addProperty(builder, object, frame, name);
  frame.expects = 'colon';
}

/** Fewer properties are faster compared one by one than put into a map. */
const fewNames = 12;

function addProperty(builder: Builder, object: OpenObject, frame: Frame, name: JsonString): void {
  const { properties } = object;
  const first = findEarlier(properties, frame, name);
  if (first !== undefined && name.span.end > name.span.start) {
    builder.tokens.report({
      code: 'duplicate-key',
      severity: 'warning',
      span: name.span,
      message: `${quoted(name.value)} is given twice here; only the last one counts.`,
      related: [{ span: first.span, message: 'The first one is here.' }],
      fixes: () => removeDuplicateKey(builder.tokens.text, object, { first, second: name }),
    });
  }
  properties.push({ name, value: undefined, span: { start: name.span.start, end: name.span.end } });
}

/** The first property's name that is the same. */
function findEarlier(properties: readonly OpenProperty[], frame: Frame, name: JsonString): JsonString | undefined {
  if (properties.length < fewNames) {
    for (const property of properties) if (property.name.value === name.value) return property.name;
    return undefined;
  }
  if (frame.names === undefined) {
    frame.names = new Map();
    for (let index = properties.length - 1; index >= 0; index--) {
      const earlier = properties[index]?.name;
      if (earlier !== undefined) frame.names.set(earlier.value, earlier);
    }
  }
  const first = frame.names.get(name.value);
  if (first === undefined) frame.names.set(name.value, name);
  return first;
}

/** Says so where the last property has been left without a value. */
function reportValueless(builder: Builder, object: OpenObject, frame: Frame): void {
  const { tokens } = builder;
  const name = object.properties.at(-1)?.name;
  if (name === undefined || (frame.expects !== 'colon' && frame.expects !== 'value')) return;
  const span = name.span.end > name.span.start ? name.span : tokens.span();
  missing(builder, span, `${quoted(name.value)} has no value.`, removal(builder, object, name));
}

/** A closing bracket: it ends the innermost array or object of its kind, and what is still open inside of that. */
function acceptCloser(builder: Builder, frame: Frame): void {
  const { tokens } = builder;
  const closes = tokens.kind === Token.closeBrace ? 'object' : 'array';
  if (frame.node.kind === closes) {
    if (frame.node.kind === 'object') reportValueless(builder, frame.node, frame);
    if (frame.comma >= 0 && !builder.options.trailingCommas) {
      const comma = { start: frame.comma, end: frame.comma + 1 };
      tokens.report({
        code: 'trailing-comma',
        span: comma,
        fixes: () => removeExtra(tokens.text, comma),
        message: `JSON allows no comma before "${closes === 'object' ? '}' : ']'}".`,
      });
    }
    frame.node.span.end = tokens.end;
    builder.stack.pop();
    builder.open[closes]--;
    endProperty(builder.stack[builder.stack.length - 1], tokens.end);
    tokens.next();
  } else if (builder.open[closes] > 0) closeUnclosed(builder, tokens.start);
  else unexpected(builder);
}

/** Ends the innermost array or object at `end`, where its bracket is missing. */
function closeUnclosed(builder: Builder, end: number): void {
  const frame = builder.stack.pop();
  if (frame === undefined) return;
  const { node } = frame;
  builder.open[node.kind]--;
  if (node.kind === 'object') reportValueless(builder, node, frame);
  node.span.end = end;
  endProperty(builder.stack.at(-1), end);
  const { start } = node.span;
  const closing = closingOf(builder, frame);
  missing(builder, { start, end: start + 1 }, `This "${node.kind === 'object' ? '{' : '['}" is never closed.`, () =>
    insertBrackets(builder.tokens.text, closing.span, closing.brackets),
  );
}

/** Where its bracket should stand, together with those of what is inside and is not closed either. */
function closingOf(builder: Builder, { node, comma }: Frame): NonNullable<Builder['closing']> {
  const at = builder.tokens.previousEnd;
  const inside = builder.closing?.at === at ? builder.closing : undefined;
  // Where an item begins before the one before has ended, a comma belongs behind the bracket; otherwise it is too much.
  const isBeforeItem = builder.tokens.kind === Token.openBrace;
  const place = comma < 0 ? { start: at, end: at } : { start: comma, end: isBeforeItem ? comma : comma + 1 };
  const bracket = node.kind === 'object' ? '}' : ']';
  return (builder.closing = { at, span: inside?.span ?? place, brackets: (inside?.brackets ?? '') + bracket });
}

function missingComma(builder: Builder): void {
  const { text, previousEnd } = builder.tokens;
  missing(builder, builder.tokens.span(), 'A comma is missing before this.', () => insertMissing(text, previousEnd, ','));
}

/** What takes a property without a value out of its object. */
function removal(builder: Builder, object: OpenObject, name: JsonString): Problem['fixes'] {
  return () => removeValueless(builder.tokens.text, object, name);
}

/** The parent's property ends where its value, which is now closed, does. */
function endProperty(parent: Frame | undefined, end: number): void {
  const property = parent?.node.kind === 'object' ? parent.node.properties.at(-1) : undefined;
  if (property !== undefined) property.span.end = end;
}

/** The value that begins at the current token, which is consumed; undefined where it is none, and that has been said. */
function takeValue(builder: Builder): JsonNode | undefined {
  const { tokens } = builder;
  if (tokens.kind === Token.openBrace) return open(builder, { kind: 'object', span: tokens.span(), properties: [] }, 'name');
  if (tokens.kind === Token.openBracket) return open(builder, { kind: 'array', span: tokens.span(), items: [] }, 'item');
  return tokens.takeScalar();
}

function open(builder: Builder, node: OpenObject | OpenArray, expects: 'name' | 'item'): JsonNode | undefined {
  const { tokens } = builder;
  if (builder.stack.length >= maxNesting) {
    tokens.report({
      code: 'nesting-too-deep',
      span: tokens.span(),
      message: `Arrays and objects may not nest deeper than ${maxNesting} levels.`,
    });
    builder.skipped = 1;
    tokens.next();
    return undefined;
  }
  builder.open[node.kind]++;
  builder.stack.push({ node, expects, comma: -1, colonMissing: false, names: undefined });
  tokens.next();
  return node;
}

/** Passes over one token of what nests too deep without looking at what it says. */
function skipNested(builder: Builder): void {
  const { tokens } = builder;
  if (tokens.kind === Token.openBrace || tokens.kind === Token.openBracket) builder.skipped++;
  else if (isCloser(tokens.kind)) builder.skipped--;
  tokens.next();
  // The property whose value this is ends where it does.
  if (builder.skipped === 0) endProperty(builder.stack.at(-1), tokens.previousEnd);
}

function unexpected(builder: Builder): void {
  const { tokens } = builder;
  const found = tokens.text.slice(tokens.start, tokens.end);
  extra(builder, isCloser(tokens.kind) ? `This "${found}" closes nothing.` : `No "${found}" is expected here.`);
  tokens.next();
}

/** The current token is too much. */
function extra(builder: Builder, message: string): void {
  const { text } = builder.tokens;
  const span = builder.tokens.span();
  missing(builder, span, message, () => removeExtra(text, span));
}

function missing({ tokens }: Builder, span: Span, message: string, fixes?: Problem['fixes']): void {
  tokens.report({ code: 'json-syntax', span, message, ...(fixes !== undefined && { fixes }) });
}
