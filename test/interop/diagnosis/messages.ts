import type { Fault } from '../../../shared/diagnosis/diagnosis.ts';
import { apicurioHeaders } from '../../../shared/wire/apicurioHeader.ts';
import { writeApicurioPrefix } from '../../../shared/wire/apicurioPrefix.ts';
import { writeGuidPrefix } from '../../../shared/wire/confluentGuidPrefix.ts';
import { writePrefixedFrame } from '../../../shared/wire/confluentPrefix.ts';
import type { Header } from '../../../shared/wire/frame.ts';
import type { Framing } from '../../../shared/wire/framings.ts';
import { writeGlue } from '../../../shared/wire/glue.ts';
import { guidOf } from '../../fakes/registry.ts';
import type { CorpusSchema } from '../../shared/diagnosis/corpus/knownSchemas.ts';
import type { Bodies } from './bodies.ts';

export interface SchemaWithBodies extends CorpusSchema {
  /** Its id in the registries; 0 of a schema that nobody knows, or of the workspace. */
  readonly schemaId: number;
  readonly bodies: Bodies;
}

/** What a sample was made as. */
export interface Truth {
  readonly framing: Framing | 'null';
  readonly fault?: Fault | undefined;
  readonly schema?: SchemaWithBodies | undefined;
  /** Which part of a topic it is of, where that has several. */
  readonly segment: number;
}

export interface Ingredients {
  readonly random: () => number;
  /** Registered under the values' subject of their topic; of each topic all versions. */
  readonly registered: readonly SchemaWithBodies[];
  readonly workspace: readonly SchemaWithBodies[];
  /** That nobody has. */
  readonly secret: readonly SchemaWithBodies[];
}

export interface Message {
  readonly bytes: Uint8Array | null;
  readonly headers: readonly Header[];
  readonly truth: Truth;
}

export type Make = (segment: number) => Message;

/** Messages of a framing by a schema. */
export function maker(given: Ingredients, framing: Framing, schema: SchemaWithBodies, fault?: Fault): Make {
  const { schemaId, bodies } = schema;
  const byGuid = given.random() < 0.5;
  return (segment) => {
    const truth = { framing, schema, segment, fault };
    const body = pick(given, bodies.bare);
    switch (framing) {
      case 'confluent-prefix':
        return { bytes: writePrefixedFrame(schemaId, body), headers: [], truth };
      case 'confluent-guid-prefix':
        return { bytes: writeGuidPrefix(guidOf(schemaId), body), headers: [], truth };
      case 'confluent-header': {
        const value = byGuid ? writeGuidPrefix(guidOf(schemaId)) : writePrefixedFrame(schemaId, new Uint8Array());
        return { bytes: body, headers: [{ name: '__value_schema_id', value }], truth };
      }
      case 'apicurio-prefix':
        return { bytes: writeApicurioPrefix(BigInt(schemaId), body), headers: [], truth };
      case 'apicurio-header':
        return { bytes: body, headers: apicurioHeaders('value', BigInt(schemaId)), truth };
      case 'glue':
        return { bytes: writeGlue(glueVersion, body), headers: [], truth };
      case 'single-object':
        return { bytes: pick(given, bodies.singleObject), headers: [], truth };
      case 'container':
        return { bytes: pick(given, bodies.container), headers: [], truth };
      default:
        return { bytes: body, headers: [], truth };
    }
  };
}

const glueVersion = '6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e';

export function tombstone(segment: number): Message {
  return { bytes: null, headers: [], truth: { framing: 'null', segment } };
}

export function pick<T>({ random }: Ingredients, from: readonly T[]): T {
  const item = from[Math.floor(random() * from.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}
