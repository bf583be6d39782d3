import type { JsonObject } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import type { LogicalTypeEntry } from '../logicalTypes.ts';
import { logicalTypes } from '../logicalTypes.ts';
import type { Proposal, Template } from './proposals.ts';

/** The values of `logicalType` in an object. */
export function proposeLogicalTypes(owner: JsonObject): Proposal[] {
  const needsPrecision = findValue(owner, 'precision') === undefined;
  return logicalTypesOf(owner).map(({ name, meaning }) => ({
    label: name,
    kind: 'value',
    template: [`"${name}"`, ...(name === 'decimal' && needsPrecision ? decimalDigits : [])],
    meaning,
  }));
}

/** Those that may annotate the object's type; all of them where it has none yet. */
export function logicalTypesOf(owner: JsonObject): readonly LogicalTypeEntry[] {
  const type = findValue(owner, 'type');
  if (type === undefined) return logicalTypes;
  const size = findValue(owner, 'size');
  return logicalTypes.filter(({ underlying }) =>
    underlying.some(
      (each) =>
        type.kind === 'string' &&
        each.type === type.value &&
        (each.size === undefined || size?.kind !== 'number' || size.text === String(each.size)),
    ),
  );
}

const decimalDigits: Template = [', "precision": ', { hole: '9' }, ', "scale": ', { hole: '2' }];

/** A schema with a logical type; `type` is its underlying one. */
export interface LogicalTemplate {
  readonly type: string;
  readonly proposal: Proposal;
}

/** Each logical type on each underlying type that it may have, as a whole schema. */
export const logicalTemplates: readonly LogicalTemplate[] = logicalTypes.flatMap(({ name, underlying, meaning }) =>
  underlying.map(({ type, size }, index): LogicalTemplate => {
    const label = index === 0 ? name : `${name} on ${type}`;
    const rest: Template = [`, "logicalType": "${name}"`, ...(name === 'decimal' ? decimalDigits : []), ' }'];
    const typeName = name.slice(0, 1).toUpperCase() + name.slice(1);
    const template: Template =
      type === 'fixed'
        ? [
            '{ "type": "fixed", "name": "',
            { hole: typeName },
            '", "size": ',
            ...(size === undefined ? [{ hole: '8' }] : [String(size)]),
            ...rest,
          ]
        : [`{ "type": "${type}"`, ...rest];
    return { type, proposal: { label, kind: 'template', template, meaning, detail: size === undefined ? type : `${type}(${size})` } };
  }),
);

/** For `type` in an object that has no logical type: each with its underlying type, where that needs nothing else. */
export function proposeTypeWithLogicalType(owner: JsonObject): Proposal[] {
  if (findValue(owner, 'logicalType') !== undefined) return [];
  return logicalTypes.flatMap(({ name, underlying, meaning }): Proposal[] => {
    const type = underlying[0]?.type;
    if (type === undefined || type === 'fixed') return [];
    const template: Template = [`"${type}", "logicalType": "${name}"`, ...(name === 'decimal' ? decimalDigits : [])];
    return [{ label: name, kind: 'template', template, meaning, detail: type }];
  });
}
