/**
 * Whose replies the fake gives. Apicurio's are recorded from 3.3.3, Karapace's from 5.0.3; Confluent's are written
 * after its sources and documentation.
 */
export type Flavour = 'apicurio' | 'karapace' | 'confluent';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** In place of a body that is JSON. */
  readonly text?: string;
}

export function invalidSchema(flavour: Flavour, schema: string): Reply {
  if (flavour === 'apicurio') return refusal(422, 42201, 'Failed to discover artifact type from content.');
  if (flavour === 'karapace') {
    return refusal(
      422,
      42201,
      `Invalid AVRO schema. Error: Expecting ',' delimiter: line 1 column ${schema.length} (char ${schema.length})`,
    );
  }
  return refusal(422, 42201, `Invalid schema {subject=null,version=0,id=-1} with refs [] of type AVRO, details: Unexpected end-of-input`);
}

export function incompatibleSchema(flavour: Flavour, subject: string): Reply {
  if (flavour === 'apicurio') {
    const text = `io.apicurio.registry.rules.violation.RuleViolationException: Incompatible artifact: ${subject} [AVRO], num of incompatible diffs: {1}, list of diff types: [reader type: STRING not compatible with writer type: INT at /]`;
    return refusal(409, 409, text);
  }
  if (flavour === 'karapace') {
    const text =
      'Incompatible schema, compatibility_mode=BACKWARD. Incompatibilities: reader type: string not compatible with writer type: int';
    return refusal(409, 409, text);
  }
  const text = `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${confluentMismatches.join(', ')}]`;
  return refusal(409, 40901, text);
}

export function noSuchPath(flavour: Flavour): Reply {
  switch (flavour) {
    case 'apicurio':
      return { status: 404, body: undefined };
    case 'karapace':
      return { status: 404, body: 'Not Found' };
    case 'confluent':
      return refusal(404, 404, 'HTTP 404 Not Found');
  }
}

export const confluentMismatches = [
  "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}",
  '{oldSchemaVersion: 1}',
  '{oldSchema: \'"int"\'}',
  "{compatibility: 'BACKWARD'}",
];

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function refusal(status: number, errorCode: number, message: string): Reply {
  return { status, body: { error_code: errorCode, message } };
}

/** What a deletion is refused by: that it is done already, or that the soft one must come first. */
export function deletionRefusal(flavour: Flavour, what: 'subject' | 'version', why: 'already' | 'not-before', name: string): Reply {
  const code = { subject: { already: 40404, 'not-before': 40405 }, version: { already: 40406, 'not-before': 40407 } }[what][why];
  // Apicurio says 404 of a subject that is soft-deleted already.
  const status = flavour === 'apicurio' && code !== 40404 ? 409 : 404;
  const text =
    why === 'already'
      ? `${name} was soft deleted. Set permanent=true to delete permanently`
      : `${name} was not deleted first before being permanently deleted`;
  return refusal(status, code, text);
}
