import { aliases } from './probes/aliases.ts';
import { defaults } from './probes/defaults.ts';
import { definitions } from './probes/definitions.ts';
import { logicalProbes } from './probes/logicalTypes.ts';
import { names } from './probes/names.ts';
import type { Probe } from './probes/probe.ts';
import { texts, tops } from './probes/texts.ts';

/** Every probe; an id is given once. */
export const probes: readonly Probe[] = [...texts, ...tops, ...names, ...definitions, ...aliases, ...defaults, ...logicalProbes];
