import { AvroValues } from './avroValue.ts';
import { parseCel } from './cel.ts';
import { CelMistake } from './celNode.ts';
import type { CelNode } from './celNode.ts';
import { Failure, PlainList, PlainMap, kindOf } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { compileCall } from './compileCall.ts';
import { compilePath } from './compileName.ts';
import { compileBinary, compileLogic, compileUnary } from './compileOperator.ts';
import { select } from './compileName.ts';
import type { Filter, FilterMistake } from './filter.ts';
import { Scope } from './scope.ts';
import type { Compilation, Evaluate, Mode } from './scope.ts';
import { staticKind } from './staticKind.ts';

/** The filter that a text says, compiled; or what is wrong with the text. Whoever is given one can tell them by `test`. */
export function createFilter(text: string): Filter | FilterMistake {
  try {
    return compileFilter(text);
  } catch (error) {
    if (error instanceof CelMistake) return { message: error.message, start: error.start, end: error.end };
    throw error;
  }
}

/** What is wrong with a filter's text; undefined where nothing is. */
export function checkFilter(text: string): FilterMistake | undefined {
  const made = createFilter(text);
  return isFilter(made) ? undefined : made;
}

export function isFilter(made: Filter | FilterMistake): made is Filter {
  return 'test' in made;
}

function compileFilter(text: string): Filter {
  const node = parseCel(text);
  if (staticKind(node) === 'other') throw new CelMistake('A filter must say true or false, as in value.amount > 990.', node);
  const uses = new Set<'key' | 'value'>();
  const found = { regularExpression: false };
  const evaluate = compilation({ values: new AvroValues(), uses, found }, []).compile(node, 'exact');
  const scope = new Scope();
  let reason: string | undefined;
  return {
    text,
    uses,
    isBounded: !found.regularExpression,
    test(record) {
      scope.enter(record);
      const outcome = evaluateSafely(evaluate, scope);
      if (typeof outcome === 'boolean') {
        reason = undefined;
        return outcome ? 'match' : 'other';
      }
      reason =
        outcome instanceof Failure ? sentence(outcome.reason) : `The filter yields ${kindOf(outcome)}, which is neither true nor false.`;
      return 'untestable';
    },
    why: () => reason,
  };
}

/** What a record is made into may be longer than a text can be. */
function evaluateSafely(evaluate: Evaluate, scope: Scope): Outcome {
  try {
    return evaluate(scope);
  } catch (error) {
    if (error instanceof RangeError) return new Failure('This record is too large for the filter.');
    throw error;
  }
}

function sentence(text: string): string {
  return /^[a-z]+ /.test(text) && !/^(?:value|key|headers) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function compilation(shared: Pick<Compilation, 'values' | 'uses' | 'found'>, locals: readonly string[]): Compilation {
  const made: Compilation = {
    ...shared,
    locals,
    compile: (node, mode, inner) => compileNode(node, mode, inner === undefined ? made : compilation(shared, inner)),
  };
  return made;
}

function compileNode(node: CelNode, mode: Mode, context: Compilation): Evaluate {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
    case 'field':
      return compilePath(node, mode, context);
    case 'index':
      return node.index.kind === 'literal' ? compilePath(node, mode, context) : compileIndex(node, context);
    case 'call':
      return compileCall(node, context);
    case 'list':
      return compileList(node.items, context);
    case 'map':
      return compileMap(node.entries, context);
    case 'if':
      return compileIf(node, mode, context);
    case 'and':
    case 'or':
      return compileLogic(node, context);
    case 'not':
    case 'negate':
      return compileUnary(node, context);
    case 'binary':
      return compileBinary(node, context);
  }
}

function compileIndex({ of, index }: CelNode & { readonly kind: 'index' }, context: Compilation): Evaluate {
  const [container, key] = [context.compile(of, 'exact'), context.compile(index, 'exact')];
  return (scope) => {
    const at = key(scope);
    return at instanceof Failure ? at : select(container(scope), at, 'it');
  };
}

function compileList(items: readonly CelNode[], context: Compilation): Evaluate {
  const evaluates = items.map((item) => context.compile(item, 'exact'));
  if (items.every(({ kind }) => kind === 'literal')) {
    const constant = new PlainList(items.map((item) => (item.kind === 'literal' ? item.value : null)));
    return () => constant;
  }
  return (scope) => {
    const values: CelValue[] = [];
    for (const evaluate of evaluates) {
      const value = evaluate(scope);
      if (value instanceof Failure) return value;
      values.push(value);
    }
    return scope.spend(values.length) ?? new PlainList(values);
  };
}

function compileMap(entries: readonly (readonly [CelNode, CelNode])[], context: Compilation): Evaluate {
  const evaluates = entries.map(([key, value]) => [context.compile(key, 'exact'), context.compile(value, 'exact')] as const);
  return (scope) => {
    const values: (readonly [CelValue, CelValue])[] = [];
    for (const [key, value] of evaluates) {
      const [name, item] = [key(scope), value(scope)];
      if (name instanceof Failure) return name;
      if (item instanceof Failure) return item;
      values.push([name, item]);
    }
    return scope.spend(values.length) ?? new PlainMap(values);
  };
}

function compileIf({ condition, yes, no }: CelNode & { readonly kind: 'if' }, mode: Mode, context: Compilation): Evaluate {
  const [test, whenTrue, whenFalse] = [context.compile(condition, 'exact'), context.compile(yes, mode), context.compile(no, mode)];
  return (scope) => {
    const value = test(scope);
    if (typeof value === 'boolean') return value ? whenTrue(scope) : whenFalse(scope);
    return value instanceof Failure ? value : new Failure(`What stands before "?" must be true or false, and this is ${kindOf(value)}.`);
  };
}
