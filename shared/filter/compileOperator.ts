import { Comparer, CelOrder, isNumber } from './celCompare.ts';
import { compute } from './celArithmetic.ts';
import { CelMistake } from './celNode.ts';
import type { CelBinary, CelLogic, CelNode, CelUnary } from './celNode.ts';
import { Failure, ListValue, MapValue, kindOf } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { ExactDecimal } from './exactDecimal.ts';
import type { Compilation, Evaluate, Scope } from './scope.ts';
import { staticKind } from './staticKind.ts';

export function compileBinary(node: CelBinary, compilation: Compilation): Evaluate {
  switch (node.operator) {
    case 'in':
      return compileIn(node, compilation);
    case '==':
    case '!=':
      return compileEquality(node, compilation);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileOrder(node, node.operator, compilation);
    default: {
      const { operator } = node;
      const [left, right] = [compilation.compile(node.left, 'exact'), compilation.compile(node.right, 'exact')];
      return (scope) => {
        const [a, b] = [left(scope), right(scope)];
        return a instanceof Failure ? a : b instanceof Failure ? b : compute(operator, a, b, scope);
      };
    }
  }
}

/** An operand of a comparison, for which a double that stands in the text is what was written and not what is nearest to it. */
function operand(node: CelNode, compilation: Compilation): Evaluate {
  if (node.kind !== 'literal') return compilation.compile(node, 'loose');
  const { value } = node;
  // Numbers compare faster with the numbers that most values are.
  const isSmall = typeof value === 'bigint' && value >= -9007199254740991n && value <= 9007199254740991n;
  const constant = isSmall ? Number(value) : value;
  return () => constant;
}

/** What a decimal is compared with where the text has a double. */
function written(node: CelNode, value: Outcome, other: Outcome): Outcome {
  return other instanceof ExactDecimal && node.kind === 'literal' ? (node.decimal ?? value) : value;
}

function compileEquality(node: CelBinary, compilation: Compilation): Evaluate {
  const [left, right] = [operand(node.left, compilation), operand(node.right, compilation)];
  const comparer = new Comparer();
  const isEqual = (a: Outcome, b: Outcome, scope: Scope): Outcome =>
    spendOn(a, scope) ?? comparer.equal(written(node.left, a, b), written(node.right, b, a));
  if (node.operator === '==') {
    return (scope) => {
      const [a, b] = [left(scope), right(scope)];
      return typeof a === 'string' && typeof b === 'string' ? a === b : isEqual(a, b, scope);
    };
  }
  return (scope) => {
    const [a, b] = [left(scope), right(scope)];
    if (typeof a === 'string' && typeof b === 'string') return a !== b;
    const equal = isEqual(a, b, scope);
    return equal instanceof Failure ? equal : equal !== true;
  };
}

/** Lists and maps are compared item by item. */
function spendOn(value: Outcome, scope: Scope): Failure | undefined {
  return value instanceof ListValue || value instanceof MapValue ? scope.spend(1 + value.size) : undefined;
}

type OrderOperator = '<' | '<=' | '>' | '>=';

const accepted: Readonly<Record<OrderOperator, readonly number[]>> = {
  '<': [CelOrder.less],
  '<=': [CelOrder.less, CelOrder.equal],
  '>': [CelOrder.greater],
  '>=': [CelOrder.greater, CelOrder.equal],
};

function compileOrder(node: CelBinary, operator: OrderOperator, compilation: Compilation): Evaluate {
  for (const side of [node.left, node.right]) {
    if (side.kind !== 'binary' || staticKind(side) !== 'bool') continue;
    throw new CelMistake('Comparisons cannot be chained: write value.n > 1 && value.n < 5.', node);
  }
  const [left, right] = [operand(node.left, compilation), operand(node.right, compilation)];
  const comparer = new Comparer();
  const orders = accepted[operator];
  const slowly = (a: Outcome, b: Outcome): Outcome => {
    const order = comparer.order(written(node.left, a, b), written(node.right, b, a));
    return typeof order === 'number' ? orders.includes(order) : order;
  };
  // One closure each, so that the engine sees one comparison in one place.
  switch (operator) {
    case '<':
      return (scope) => {
        const [a, b] = [left(scope), right(scope)];
        return isNumber(a) && isNumber(b) ? a < b : slowly(a, b);
      };
    case '<=':
      return (scope) => {
        const [a, b] = [left(scope), right(scope)];
        return isNumber(a) && isNumber(b) ? a <= b : slowly(a, b);
      };
    case '>':
      return (scope) => {
        const [a, b] = [left(scope), right(scope)];
        return isNumber(a) && isNumber(b) ? a > b : slowly(a, b);
      };
    case '>=':
      return (scope) => {
        const [a, b] = [left(scope), right(scope)];
        return isNumber(a) && isNumber(b) ? a >= b : slowly(a, b);
      };
  }
}

function compileIn(node: CelBinary, compilation: Compilation): Evaluate {
  const left = operand(node.left, compilation);
  const texts = literalTexts(node.right);
  const list = compilation.compile(node.right, 'exact');
  const key = compilation.compile(node.left, 'exact');
  const comparer = new Comparer();
  return (scope) => {
    if (texts !== undefined) {
      const value = left(scope);
      if (typeof value === 'string') return texts.has(value);
    }
    const [value, container] = [key(scope), list(scope)];
    if (value instanceof Failure) return value;
    if (container instanceof MapValue) return container.get(value) !== undefined;
    return container instanceof ListValue ? contains(container, value, comparer, scope) : notIn(container);
  };
}

function literalTexts(node: CelNode): ReadonlySet<string> | undefined {
  if (node.kind !== 'list') return undefined;
  const texts = node.items.flatMap((item) => (item.kind === 'literal' && typeof item.value === 'string' ? [item.value] : []));
  return texts.length === node.items.length ? new Set(texts) : undefined;
}

function contains(list: ListValue, value: CelValue, comparer: Comparer, scope: Scope): Outcome {
  const spent = scope.spend(list.size);
  if (spent !== undefined) return spent;
  let failure: Failure | undefined;
  for (let index = 0; index < list.size; index++) {
    const equal = comparer.equal(list.item(index), value);
    if (equal === true) return true;
    if (equal instanceof Failure) failure ??= equal;
  }
  return failure ?? false;
}

function notIn(container: Outcome): Failure {
  if (container instanceof Failure) return container;
  return new Failure(`"in" looks into a list or a map, and this is ${kindOf(container)}.`);
}

/** Failures do not count where the other operands decide. */
export function compileLogic(node: CelLogic, compilation: Compilation): Evaluate {
  const decides = node.kind === 'or';
  const operands = node.operands.map((each) => compilation.compile(each, 'exact'));
  return (scope) => {
    let failure: Failure | undefined;
    for (const each of operands) {
      const value = each(scope);
      if (value === decides) return decides;
      if (typeof value !== 'boolean') failure ??= noBoolean(value, decides ? '||' : '&&');
    }
    return failure ?? !decides;
  };
}

function noBoolean(value: Outcome, operator: string): Failure {
  if (value instanceof Failure) return value;
  return new Failure(`"${operator}" joins what is true or false, and this is ${kindOf(value)}.`);
}

export function compileUnary(node: CelUnary, compilation: Compilation): Evaluate {
  const evaluate = compilation.compile(node.operand, 'exact');
  if (node.kind === 'not') {
    return (scope) => {
      const value = evaluate(scope);
      return typeof value === 'boolean' ? !value : noBoolean(value, '!');
    };
  }
  return (scope) => {
    const value = evaluate(scope);
    if (value instanceof Failure) return value;
    if (typeof value === 'number') return -value;
    return compute('-', 0n, value, scope);
  };
}
