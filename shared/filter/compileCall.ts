import { closestWord } from '../avro/closestWord.ts';
import { functions, methods } from './celFunctions.ts';
import { CelMistake } from './celNode.ts';
import type { CelCall, CelNode } from './celNode.ts';
import { Failure, ListValue, MapValue, celText, kindOf } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { compileMacro, macros } from './compileMacro.ts';
import type { Compilation, Evaluate, Scope } from './scope.ts';
import type { ValueTexts } from './valueText.ts';

export function compileCall(node: CelCall, compilation: Compilation): Evaluate {
  const macro = compileMacro(node, compilation);
  if (macro !== undefined) return macro;
  const { name, receiver, args } = node;
  const textTest = Object.hasOwn(textTests, name) ? textTests[name] : undefined;
  if (receiver !== undefined && textTest !== undefined) {
    checkCount(node, [1]);
    return compileTextTest(textTest, receiver, args[0] ?? receiver, compilation);
  }
  if (name === 'matches') return compileMatches(node, compilation);
  if (name === 'text' && receiver === undefined) {
    checkCount(node, [1]);
    return compileText(args[0] ?? node, compilation);
  }
  return compileFunction(node, compilation);
}

function compileFunction(node: CelCall, compilation: Compilation): Evaluate {
  const { name, receiver, args } = node;
  const table = receiver === undefined ? functions : methods;
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw unknownFunction(node);
  checkCount(node, found.counts);
  const operands = receiver === undefined ? args : [receiver, ...args];
  if (operands.every(({ kind }) => kind === 'literal')) {
    const constant = found.run(operands.map((each) => (each.kind === 'literal' ? each.value : null)));
    if (constant instanceof Failure) throw new CelMistake(constant.reason, operands[0] ?? node);
    return () => constant;
  }
  const evaluates = operands.map((each) => compilation.compile(each, 'exact'));
  return (scope) => {
    const values: CelValue[] = [];
    for (const evaluate of evaluates) {
      const value = evaluate(scope);
      if (value instanceof Failure) return value;
      const spent = scope.spend(typeof value === 'string' ? 1 + (value.length >>> 6) : 1);
      if (spent !== undefined) return spent;
      values.push(value);
    }
    return found.run(values);
  };
}

function checkCount({ name, args, start, end }: CelCall, counts: readonly number[]): void {
  if (counts.includes(args.length)) return;
  const texts = counts.map((count) => (count === 0 ? 'nothing' : count === 1 ? 'one argument' : `${count} arguments`));
  throw new CelMistake(`"${name}" takes ${texts.join(' or ')} in its brackets.`, { start, end });
}

function unknownFunction({ name, receiver, start, end }: CelCall): CelMistake {
  const isMethod = receiver !== undefined;
  const other = isMethod ? functions : { ...methods, ...textTests, matches: true };
  const at = isMethod ? { start: receiver.end, end } : { start, end: start + name.length };
  if (Object.hasOwn(other, name) || (isMethod && name === 'text')) {
    return new CelMistake(
      isMethod ? `Write ${name}(…), without anything in front.` : `Write it behind a text, as in value.name.${name}(…).`,
      at,
    );
  }
  const names = isMethod
    ? [...Object.keys(methods), ...Object.keys(textTests), 'matches', ...macros]
    : [...Object.keys(functions), 'text', 'has'];
  const close = closestWord(name, names);
  return new CelMistake(`There is no function "${name}"${close === undefined ? '' : `; perhaps "${close}" is meant`}.`, at);
}

type TextTest = (text: string, part: string) => boolean;

const textTests: Readonly<Record<string, TextTest>> = {
  contains: (text, part) => text.includes(part),
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
};

function compileTextTest(test: TextTest, receiver: CelNode, arg: CelNode, compilation: Compilation): Evaluate {
  const [left, right] = [compilation.compile(receiver, 'exact'), compilation.compile(arg, 'exact')];
  return (scope) => {
    const [text, part] = [left(scope), right(scope)];
    if (typeof text === 'string' && typeof part === 'string') return scope.spend(1 + (text.length >>> 6)) ?? test(text, part);
    return noText(text, part);
  };
}

function noText(...values: readonly Outcome[]): Failure {
  const wrong = values.find((value) => typeof value !== 'string') ?? null;
  return wrong instanceof Failure ? wrong : new Failure(`A text is needed here, and this is ${kindOf(wrong)}.`);
}

function compileMatches(node: CelCall, compilation: Compilation): Evaluate {
  checkCount(node, [node.receiver === undefined ? 2 : 1]);
  const operands: readonly CelNode[] = node.receiver === undefined ? node.args : [node.receiver, ...node.args];
  const [of, pattern] = operands;
  if (of === undefined || pattern === undefined) throw unknownFunction(node);
  compilation.found.regularExpression = true;
  const text = compilation.compile(of, 'exact');
  const source = compilation.compile(pattern, 'exact');
  let learnt = { source: '', regExp: new RegExp('', 'u') };
  const learn = (wanted: string): Failure | undefined => {
    const made = toRegExp(wanted);
    if (made instanceof Failure) return made;
    learnt = { source: wanted, regExp: made };
    return undefined;
  };
  const mistake = pattern.kind === 'literal' && typeof pattern.value === 'string' ? learn(pattern.value) : undefined;
  if (mistake !== undefined) throw new CelMistake(mistake.reason, pattern);
  return (scope) => {
    const [value, wanted] = [text(scope), source(scope)];
    if (typeof value !== 'string' || typeof wanted !== 'string') return noText(value, wanted);
    const failure = scope.spend(1 + (value.length >>> 6)) ?? (wanted === learnt.source ? undefined : learn(wanted));
    return failure ?? learnt.regExp.test(value);
  };
}

/**
 * CEL's regular expressions are RE2's: flags stand in front, groups are named with a P, and any sign may be escaped, which
 * JavaScript knows only where it does not look at characters beyond 16 bits as one.
 */
function toRegExp(source: string): RegExp | Failure {
  const [inFront = '', flags = ''] = /^\(\?([ims]+)\)/.exec(source) ?? [];
  const pattern = source.slice(inFront.length).replaceAll('(?P<', '(?<');
  const distinct = [...new Set(flags)].join('');
  try {
    return tryRegExp(pattern, `u${distinct}`) ?? new RegExp(pattern, distinct);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: .*: /s, '') : '';
    return new Failure(`This is no regular expression: ${reason}.`);
  }
}

function tryRegExp(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

const lenient = new TextDecoder();

/** The JSON of a value; of a key or value that was not decoded, or is text, its UTF-8 text. */
function compileText(arg: CelNode, compilation: Compilation): Evaluate {
  const isPart = arg.kind === 'name' && (arg.name === 'key' || arg.name === 'value') && !compilation.locals.includes(arg.name);
  if (isPart) {
    const part = arg.name === 'key' ? 'key' : 'value';
    compilation.uses.add(part);
    const { texts } = compilation.values;
    return (scope) => spent(partText(part, texts, scope), scope);
  }
  const evaluate = compilation.compile(arg, 'exact');
  return (scope) => {
    const value = evaluate(scope);
    if (value instanceof Failure) return value;
    // What an expression makes is bounded by its steps; what it finds in a record by the record's bytes.
    const isLarge = value instanceof ListValue || value instanceof MapValue;
    return (isLarge ? scope.spend(value.size) : undefined) ?? spent(celText(value), scope);
  };
}

function spent(text: string, scope: Scope): Outcome {
  return scope.spend(1 + (text.length >>> 6)) ?? text;
}

function partText(part: 'key' | 'value', texts: ValueTexts, { record }: Scope): string {
  const read = part === 'key' ? record.key : record.value;
  const bytes = part === 'key' ? record.keyBytes : record.valueBytes;
  if (read?.text !== undefined) return read.text;
  if (read?.schema !== undefined && read.value !== undefined) return texts.text(read.schema, read.value);
  return bytes === null ? 'null' : lenient.decode(bytes);
}
