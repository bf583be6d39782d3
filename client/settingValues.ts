/** What is wrong with a setting, for people. */
export class SettingProblem extends Error {}

/** One of the allowed values of a property, or the fallback where it is absent. @throws SettingProblem */
export function oneOf<T extends string>(
  value: Readonly<Record<string, unknown>>,
  property: string,
  allowed: readonly T[],
  fallback: T | undefined,
  prefix = '',
): T {
  const found = allowed.find((one) => one === value[property]) ?? (value[property] === undefined ? fallback : undefined);
  if (found === undefined) throw new SettingProblem(`"${prefix}${property}" is one of ${allowed.join(', ')}.`);
  return found;
}

/** The text of a property; undefined where it is absent or empty. @throws SettingProblem */
export function text(value: Readonly<Record<string, unknown>>, property: string, prefix: string): string | undefined {
  const found = value[property];
  if (found === undefined || found === '') return undefined;
  if (typeof found !== 'string') throw new SettingProblem(`"${prefix}${property}" is a text.`);
  return found;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
