import { RegistryError } from '../../shared/errors.ts';
import type { Place } from '../ui.ts';
import type { CommandContext } from './context.ts';

/** The connections that have a registry. @throws RegistryError `registry/none` where there is none */
export function registryNames({ registries }: CommandContext): readonly string[] {
  const names = registries.list();
  if (names.length > 0) return names;
  throw new RegistryError('registry/none', 'No connection has a schema registry.', { remedy: 'Use Avro: Add Connection….' });
}

/** Asks for one of several connections with a registry. @throws an `AbortError`, a `WentBack` */
export function chooseRegistry(
  context: CommandContext,
  options: { readonly title: string; readonly names: readonly string[]; readonly place: Place; readonly first?: string | undefined },
): Promise<string> {
  const { title, names, place, first } = options;
  return context.ui.pick({
    title,
    placeholder: 'Choose a connection',
    place,
    choices: names.map((name) => ({
      label: name,
      description: name === context.connections.active() ? 'active' : undefined,
      icon: 'database',
      value: name,
    })),
    isInitial: (name) => name === first,
  });
}
