import { CelMistake } from './celNode.ts';
import type { CelCall } from './celNode.ts';
import { Failure, MapValue } from './celValue.ts';
import type { Compilation, Evaluate } from './scope.ts';

/** `has(value.note)`: whether there is such a field, be it null. Of what is null or not there itself nothing is there. */
export function compilePresence(node: CelCall, compilation: Compilation): Evaluate {
  const [arg] = node.args;
  if (arg?.kind !== 'field' || node.args.length !== 1) {
    throw new CelMistake('"has" takes a field, as in has(value.note).', node);
  }
  const of = compilation.compile(arg.of, 'exact');
  const { name } = arg;
  return (scope) => {
    const container = of(scope);
    if (container instanceof Failure) return container.kind === 'missing' ? false : container;
    return container instanceof MapValue && container.get(name) !== undefined;
  };
}
