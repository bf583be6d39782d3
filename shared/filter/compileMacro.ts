import { CelMistake } from './celNode.ts';
import type { CelCall } from './celNode.ts';
import { Failure, ListValue, MapValue, PlainList, kindOf } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { compilePresence } from './compilePresence.ts';
import type { Compilation, Evaluate, Scope } from './scope.ts';

/** What takes a name and an expression of it, as in `value.lines.exists(line, line.count > 1)`. */
export const macros: readonly string[] = ['exists', 'all', 'exists_one', 'existsOne', 'filter', 'map'];

/** Undefined where it is a function. */
export function compileMacro(node: CelCall, compilation: Compilation): Evaluate | undefined {
  const { name, receiver, args } = node;
  if (name === 'has' && receiver === undefined) return compilePresence(node, compilation);
  if (receiver === undefined || !macros.includes(name)) return undefined;
  const [variable, ...bodies] = args;
  if (variable?.kind !== 'name' || bodies.length < 1 || bodies.length > (name === 'map' ? 2 : 1)) {
    throw new CelMistake(`"${name}" takes a name and an expression, as in value.lines.${name}(line, line.count > 1).`, node);
  }
  const place = compilation.locals.length;
  const locals = [...compilation.locals, variable.name];
  const list = compilation.compile(receiver, 'exact');
  const [first, second] = bodies.map((body) => compilation.compile(body, 'exact', locals));
  if (first === undefined) return undefined;
  const each = second === undefined ? undefined : first;
  const loop: Loop = { place, body: second ?? first, condition: each };
  const run = runs[name === 'existsOne' ? 'exists_one' : name] ?? runExists;
  return (scope) => {
    const items = list(scope);
    if (items instanceof ListValue) return run(loop, itemsOf(items), scope);
    if (items instanceof MapValue) return run(loop, items.keys(), scope);
    return items instanceof Failure ? items : new Failure(`"${name}" looks into a list or a map, and this is ${kindOf(items)}.`);
  };
}

function* itemsOf(list: ListValue): Generator<Outcome> {
  for (let index = 0; index < list.size; index++) yield list.item(index);
}

interface Loop {
  /** Of the variable among the locals. */
  readonly place: number;
  readonly body: Evaluate;
  /** Of a `map` with three arguments: which items it takes. */
  readonly condition: Evaluate | undefined;
}

type Run = (loop: Loop, items: Iterable<Outcome>, scope: Scope) => Outcome;

const runs: Readonly<Record<string, Run>> = { exists: runExists, all: runAll, exists_one: runExistsOne, filter: runFilter, map: runMap };

function evaluateFor(loop: Loop, body: Evaluate, item: Outcome, scope: Scope): Outcome {
  scope.locals[loop.place] = item;
  return body(scope);
}

function noBoolean(value: Outcome): Failure {
  return value instanceof Failure
    ? value
    : new Failure(`An expression that is true or false is needed here, and this is ${kindOf(value)}.`);
}

/** As `||` over all items: a failure does not count where another one is true. */
function runExists(loop: Loop, items: Iterable<Outcome>, scope: Scope): Outcome {
  return runUntil(true, loop, items, scope);
}

function runAll(loop: Loop, items: Iterable<Outcome>, scope: Scope): Outcome {
  return runUntil(false, loop, items, scope);
}

function runUntil(decides: boolean, loop: Loop, items: Iterable<Outcome>, scope: Scope): Outcome {
  let failure: Failure | undefined;
  for (const item of items) {
    const spent = scope.spend(1);
    if (spent !== undefined) return spent;
    const value = evaluateFor(loop, loop.body, item, scope);
    if (value === decides) return decides;
    if (typeof value !== 'boolean') failure ??= noBoolean(value);
  }
  return failure ?? !decides;
}

function runExistsOne(loop: Loop, items: Iterable<Outcome>, scope: Scope): Outcome {
  const found = runFilter(loop, items, scope);
  return found instanceof ListValue ? found.size === 1 : found;
}

function runFilter(loop: Loop, items: Iterable<Outcome>, scope: Scope): Outcome {
  const found: CelValue[] = [];
  for (const item of items) {
    const spent = scope.spend(1);
    if (spent !== undefined) return spent;
    const value = evaluateFor(loop, loop.body, item, scope);
    if (typeof value !== 'boolean') return noBoolean(value);
    if (!value) continue;
    if (item instanceof Failure) return item;
    found.push(item);
  }
  return new PlainList(found);
}

function runMap(loop: Loop, items: Iterable<Outcome>, scope: Scope): Outcome {
  const made: CelValue[] = [];
  for (const item of items) {
    const spent = scope.spend(1);
    if (spent !== undefined) return spent;
    const isTaken = loop.condition === undefined || evaluateFor(loop, loop.condition, item, scope);
    if (typeof isTaken !== 'boolean') return noBoolean(isTaken);
    if (!isTaken) continue;
    const value = evaluateFor(loop, loop.body, item, scope);
    if (value instanceof Failure) return value;
    made.push(value);
  }
  return new PlainList(made);
}
