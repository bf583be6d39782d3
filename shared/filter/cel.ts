import { Environment, ParseError } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { CelMistake } from './celNode.ts';
import type { CelLiteral, CelLogic, CelNode } from './celNode.ts';
import { literalDecimal } from './exactDecimal.ts';
import { mistakeText } from './mistakeText.ts';

// Why this library, and why it parses only. Measured on one machine with `value.amount > 990 && value.status == "PAID"` over
// a million objects: @marcbachmann/cel-js 8.0.0 evaluates in 143 ms of CPU, @bufbuild/cel 0.6.1 in 1,550 ms; bundled and
// minified they are 81 KB and 272 KB (it brings Protobuf's run time). Both keep int64 exact, compare it exactly with
// doubles, take `constructor` and `__proto__` for fields like any other, have no `eval`, have one major release behind the
// other this year, and give positions; bufbuild's parser overflows the stack at 1,000 brackets, this one stops at 250.
// Both would have every record converted first, whole, an int to a bigint; neither has an exact decimal, this one's
// timestamps end at milliseconds, and neither bounds nested macros. So what it parses is compiled here, over the values
// as the reader yields them: the same filter takes 43 ms over a million decoded records, with longs, decimals and
// microseconds and steps bounded. Its evaluator is what the tests compare with.

/** Longer ones are none that people write, and each step of parsing and compiling is bounded by it. */
export const maxFilterLength = 10_000;
/** How deep an expression may nest, and how long a chain of `+` or `-` may be. */
const maxDepth = 200;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: { maxAstNodes: maxFilterLength, maxDepth, maxListElements: 5_000, maxMapEntries: 1_000, maxCallArguments: 32 },
});

/**
 * Takes an expression apart.
 *
 * @throws CelMistake
 */
export function parseCel(text: string): CelNode {
  if (text.trim() === '') throw new CelMistake('The filter is empty.', { start: 0, end: text.length });
  if (text.length > maxFilterLength) {
    const message = `The filter is longer than ${maxFilterLength.toLocaleString('en')} characters.`;
    throw new CelMistake(message, { start: maxFilterLength, end: text.length });
  }
  return toNode(parse(text), text, 0);
}

function parse(text: string): ASTNode {
  try {
    return environment.parse(text).ast;
  } catch (error) {
    if (error instanceof ParseError) {
      const { start, end } = error.range ?? { start: 0, end: text.length };
      throw mistakeText(text, error.code, { start, end: Math.max(end, start) });
    }
    // A long row of signs is parsed by recursion that its limit does not count.
    if (error instanceof RangeError) throw tooDeep({ start: 0, end: text.length });
    throw error;
  }
}

function tooDeep(place: { readonly start: number; readonly end: number }): CelMistake {
  return new CelMistake('The filter nests too deep.', place);
}

function toNode(ast: ASTNode, text: string, depth: number): CelNode {
  const { start, end } = ast;
  const place = { start, end };
  if (depth > maxDepth) throw tooDeep(place);
  const inner = (each: ASTNode): CelNode => toNode(each, text, depth + 1);
  switch (ast.op) {
    case 'value':
      return toLiteral(ast.args, text, place, false);
    case 'id':
      return { kind: 'name', name: ast.args, ...place };
    case '.':
      return { kind: 'field', of: inner(ast.args[0]), name: ast.args[1], ...place };
    case '[]':
      return { kind: 'index', of: inner(ast.args[0]), index: inner(ast.args[1]), ...place };
    case 'call':
      return { kind: 'call', name: ast.args[0], receiver: undefined, args: ast.args[1].map(inner), ...place };
    case 'rcall':
      return { kind: 'call', name: ast.args[0], receiver: inner(ast.args[1]), args: ast.args[2].map(inner), ...place };
    case 'list':
      return { kind: 'list', items: ast.args.map(inner), ...place };
    case 'map':
      return { kind: 'map', entries: ast.args.map(([key, value]) => [inner(key), inner(value)] as const), ...place };
    case '?:':
      return { kind: 'if', condition: inner(ast.args[0]), yes: inner(ast.args[1]), no: inner(ast.args[2]), ...place };
    case '&&':
    case '||':
      return toLogic(ast, inner);
    case '!_':
      return { kind: 'not', operand: inner(ast.args), ...place };
    case '-_':
      // The least int has no positive twin.
      if (ast.args.op === 'value') return toLiteral(ast.args.args, text, { start: ast.args.start, end }, true, start);
      return { kind: 'negate', operand: inner(ast.args), ...place };
    case '.?':
    case '[?]':
      throw new CelMistake('Optional fields are not known here: write has(…).', place);
    default:
      return { kind: 'binary', operator: ast.op, left: inner(ast.args[0]), right: inner(ast.args[1]), ...place };
  }
}

/** A chain such as `a || b || c` is parsed as a tree as deep as it is long, and people do write long ones. */
function toLogic(ast: ASTNode & { readonly op: '&&' | '||' }, inner: (each: ASTNode) => CelNode): CelLogic {
  const operands: CelNode[] = [];
  let left: ASTNode = ast;
  while (left.op === ast.op) {
    // Narrowed by its operator, which TypeScript does not carry over from `ast`.
    const [next, right] = left.args as readonly [ASTNode, ASTNode];
    operands.push(inner(right));
    left = next;
  }
  operands.push(inner(left));
  return { kind: ast.op === '&&' ? 'and' : 'or', operands: operands.reverse(), start: ast.start, end: ast.end };
}

function toLiteral(
  value: (ASTNode & { readonly op: 'value' })['args'],
  text: string,
  place: { readonly start: number; readonly end: number },
  isNegative: boolean,
  start = place.start,
): CelLiteral {
  const literal = { kind: 'literal', decimal: undefined, start, end: place.end } as const;
  const source = text.slice(place.start, place.end);
  if (typeof value === 'number') {
    const written = isNegative ? `-${source}` : source;
    return { ...literal, value: isNegative ? -value : value, decimal: literalDecimal(written) };
  }
  if (typeof value === 'bigint' || (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))) {
    // An unsigned int is an int: no Avro type tells the two apart, and they compare as numbers.
    const magnitude = BigInt(source.replace(/u$/i, ''));
    const int = isNegative ? -magnitude : magnitude;
    if (int !== BigInt.asIntN(64, int)) throw new CelMistake(`${source} is beyond the 64 bits of an int.`, literal);
    return { ...literal, value: int };
  }
  if (isNegative) throw new CelMistake('Only a number can be negative.', literal);
  return { ...literal, value };
}
