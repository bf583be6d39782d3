import { RegistryError } from '../errors.ts';
import type { RegistryAnswer } from './http.ts';

/** What a request was about, so that a refusal can be told in the user's own names. */
export interface Asked {
  readonly subject?: string | undefined;
  readonly version?: number | 'latest' | undefined;
  readonly schemaId?: number | undefined;
  readonly guid?: string | undefined;
  /** The level that was to be set. */
  readonly level?: string | undefined;
}

/** Whether the registry is well and has no such subject, version or schema. */
export function isNotFound(error: unknown): error is RegistryError {
  return error instanceof RegistryError && notFoundCodes.has(error.code);
}

const notFoundCodes = new Set(['registry/schema-not-found', 'registry/subject-not-found', 'registry/version-not-found']);

/**
 * The error that an answer other than 2xx stands for. The HTTP status decides first and the registry's `error_code`
 * second; the registry's text is shown and never decided by.
 */
export function answerError(answer: RegistryAnswer, label: string, asked: Asked): RegistryError {
  const { status } = answer;
  const { errorCode, text } = readRefusal(answer);
  const fail = (code: string, sentence: string, options: { remedy?: string; retriable?: boolean } = {}): RegistryError =>
    new RegistryError(code, sentence, { status, errorCode, ...options });

  switch (true) {
    case status === 401:
      return fail('registry/unauthorized', `The registry ${label} does not accept the credentials of this connection (401).`, {
        remedy: 'Check the user name and password, or the token, of the registry in this connection.',
      });
    case status === 403 || errorCode === 42205:
      return fail('registry/forbidden', withText(`The registry ${label} does not allow this (${status})`, text), {
        remedy: 'Ask for the right, or use another user.',
      });
    // Apicurio's registry says 409 where the others say 404.
    case errorCode === 40405 || errorCode === 40407:
      return fail('registry/not-soft-deleted', withText('The registry deletes nothing for good that is not soft-deleted', text));
    case status === 404 || status === 405 || (status === 409 && (errorCode === 40404 || errorCode === 40406)):
      return missingError(answer, errorCode, label, asked, fail);
    case errorCode === 42206:
      return fail('registry/referenced', withText(`Other schemas refer to ${named(asked)}, so the registry does not delete it`, text), {
        remedy: 'Delete those that refer to it first.',
      });
    case asked.level !== undefined && (status === 409 || status === 422):
      return fail('registry/refused', withText(`The registry does not take the level ${asked.level}`, text));
    case status === 409:
      return fail('registry/incompatible', withText(`The registry refuses the schema${under(asked)} as incompatible`, text));
    case errorCode === 42202:
      return fail('registry/version-not-found', versionMissing(asked));
    case errorCode === 44302:
      return fail('registry/references-unsupported', withText('The registry does not support references between schemas', text));
    case errorCode === 42201 || status === 422:
      return fail('registry/invalid-schema', withText(`The registry refuses the schema${under(asked)} as invalid`, text));
    case status === 429:
      return fail('registry/server-error', `The registry ${label} is asked too often (429).`, {
        retriable: true,
        remedy: waitRemedy(answer.retryAfterMs),
      });
    case status >= 500: {
      const retriable = status === 502 || status === 503 || status === 504 || errorCode === 50002 || errorCode === 50003;
      return fail('registry/server-error', withText(`The registry ${label} failed (${errorCode ? errorCode : status})`, text), {
        retriable,
        ...(retriable ? { remedy: waitRemedy(answer.retryAfterMs) } : {}),
      });
    }
    default:
      return fail('registry/refused', withText(`The registry ${label} refuses the request (${status})`, text));
  }
}

function waitRemedy(retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined ? 'Try again in a moment.' : `Try again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.`;
}

function named({ subject = 'it', version }: Asked): string {
  return version === undefined ? subject : `${subject} v${version}`;
}

/** The error of an answer that is none of a schema registry's. `found` says what it is, such as "a web page". */
export function notARegistryError(label: string, found: string, status: number | undefined): RegistryError {
  return new RegistryError('registry/not-a-registry', `${label} answers, but not as a schema registry: it sent ${found}.`, {
    status,
    remedy: 'Check the path of the address; that of Apicurio Registry ends in /apis/ccompat/v7.',
  });
}

/** What an answer is, in words for {@link notARegistryError}. */
export function describeBody(answer: RegistryAnswer): string {
  if (answer.text.trim() === '') return 'nothing';
  if (isHtml(answer)) return 'a web page';
  return answer.json === undefined ? 'a text that is not JSON' : 'JSON of another kind';
}

/** The error of a fetch that failed before there was an answer. */
export function unreachableError(label: string, cause: unknown): RegistryError {
  const { code } = findSystemError(cause);
  const known = code === undefined ? undefined : (systemCodes.get(code) ?? alertRemedy(code));
  if (code !== undefined && /^HPE_(?!HEADER_OVERFLOW)/.test(code)) return notARegistryError(label, 'something that is not HTTP', undefined);
  if (code !== undefined && isCertificateCode(code)) {
    return new RegistryError('registry/untrusted', `The certificate of the registry ${label} is not trusted (${code}).`, {
      cause,
      remedy: "Name its authority's PEM file as registry.ssl.ca of the connection.",
    });
  }
  return new RegistryError('registry/unreachable', `Cannot reach the registry ${label} (${code ?? innermostMessage(cause)}).`, {
    cause,
    retriable: true,
    remedy: known ?? 'Check the address, and whether the registry is running.',
  });
}

/** Failures of making a connection, before anything was sent. */
const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether a fetch failed by `cause` before the other side can have got anything. */
export function neverArrived(cause: unknown): boolean {
  const { code = '', syscall } = findSystemError(cause);
  return beforeSending.has(code) || (code === 'ETIMEDOUT' && syscall === 'connect');
}

/** Node's and undici's codes, with what to do. */
const systemCodes: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'Nothing listens there: check the port, and whether the registry is running.'],
  ['ENOTFOUND', 'Check the spelling of the host name.'],
  ['EAI_AGAIN', 'The name server did not answer: check the network or VPN.'],
  ['ETIMEDOUT', 'Check the address, and whether a firewall or VPN is in between.'],
  ['UND_ERR_CONNECT_TIMEOUT', 'Check the address, and whether a firewall or VPN is in between.'],
  ['EHOSTUNREACH', 'Check the address, and whether a firewall or VPN is in between.'],
  ['ENETUNREACH', 'Check the network or VPN.'],
  ['ECONNRESET', 'The other side closed the connection: check whether the address begins with http:// or https:// rightly.'],
  ['UND_ERR_SOCKET', 'The other side closed the connection: check whether the address begins with http:// or https:// rightly.'],
  ['EPIPE', 'The other side closed the connection: check whether the address begins with http:// or https:// rightly.'],
  ['EPROTO', 'The other side does not speak TLS: try an address that begins with http://.'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'The other side does not speak TLS: try an address that begins with http://.'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'The other side does not speak TLS: try an address that begins with http://.'],
]);

/** An alert is what the other side says of our certificate, or of there being none. */
function alertRemedy(code: string): string | undefined {
  return isAlert(code) ? 'It may ask for a client certificate: name its files as registry.ssl.cert and registry.ssl.key.' : undefined;
}

function isAlert(code: string): boolean {
  return code.startsWith('ERR_SSL_') && code.includes('ALERT');
}

function isCertificateCode(code: string): boolean {
  return !isAlert(code) && /CERT|UNABLE_TO_VERIFY|SELF_SIGNED|UNABLE_TO_GET_ISSUER/.test(code);
}

/** The first one with a code in the chain of causes; where several addresses were tried, of the first. */
function findSystemError(error: unknown): { readonly code?: string; readonly syscall?: unknown } {
  let next: unknown = error;
  for (let depth = 0; depth < 5 && next instanceof Error; depth++) {
    // undici's error of this name has a code in some versions of Node and none in others.
    if (next.name === 'HTTPParserError') return { code: 'HPE_INVALID' };
    if ('code' in next && typeof next.code === 'string') {
      return { code: next.code, syscall: 'syscall' in next ? next.syscall : undefined };
    }
    const tried: unknown = next instanceof AggregateError ? next.errors[0] : undefined;
    next = tried ?? next.cause;
  }
  return {};
}

/** Where there is no code, as for a port that `fetch` does not open. */
function innermostMessage(error: unknown): string {
  let innermost = error;
  for (let depth = 0; depth < 5 && innermost instanceof Error && innermost.cause instanceof Error; depth++) innermost = innermost.cause;
  return innermost instanceof Error && innermost.message !== '' ? innermost.message : 'no answer';
}

function missingError(
  answer: RegistryAnswer,
  errorCode: number | undefined,
  label: string,
  asked: Asked,
  fail: (code: string, sentence: string, options?: { remedy?: string }) => RegistryError,
): RegistryError {
  // 404 as an error code is what frameworks say of a path that they don't serve, and so is a body without a code.
  if (answer.status === 405 || errorCode === undefined || errorCode === 404 || errorCode === 0) {
    return fail('registry/not-found', `${label} answers, but has nothing at ${answer.path} (${answer.status}).`, {
      remedy: 'Check the path of the address; that of Apicurio Registry ends in /apis/ccompat/v7.',
    });
  }
  if (errorCode === 40403) return fail('registry/schema-not-found', schemaMissing(asked));
  if (errorCode === 40402 || errorCode === 40406) return fail('registry/version-not-found', versionMissing(asked));
  if (errorCode === 40408 || errorCode === 40409) {
    return fail('registry/not-configured', `${asked.subject ?? 'The subject'} has no compatibility level of its own.`);
  }
  if (asked.subject !== undefined) return fail('registry/subject-not-found', `The registry has no subject ${asked.subject}.`);
  return fail('registry/schema-not-found', schemaMissing(asked));
}

function schemaMissing({ schemaId, guid, subject }: Asked): string {
  if (guid !== undefined) return `No schema with the GUID ${guid} is in the registry.`;
  if (schemaId !== undefined) return `Schema id ${schemaId} is not in the registry.`;
  return subject === undefined ? 'The schema is not in the registry.' : `The schema is not registered under ${subject}.`;
}

function versionMissing({ subject, version }: Asked): string {
  return `${subject ?? 'The subject'} has no version ${version ?? 'of that number'} in the registry.`;
}

function under({ subject }: Asked): string {
  return subject === undefined ? '' : ` for ${subject}`;
}

/** So much of a registry's own text is shown; a list of incompatibilities can be long. */
const maxTextLength = 1000;

/** The `error_code` and the text of a refusal: `message` may be a string or a list, and the body may be no JSON. */
function readRefusal(answer: RegistryAnswer): { errorCode: number | undefined; text: string } {
  const { json } = answer;
  if (typeof json !== 'object' || json === null) return { errorCode: undefined, text: isHtml(answer) ? '' : tidy(answer.text) };
  const errorCode = 'error_code' in json && typeof json.error_code === 'number' ? json.error_code : undefined;
  const message: unknown = 'message' in json ? json.message : 'title' in json ? json.title : 'detail' in json ? json.detail : undefined;
  const parts: unknown[] = Array.isArray(message) ? message : [message];
  return { errorCode, text: tidy(parts.map(messageText).filter(Boolean).join('; ')) };
}

function messageText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null) return '';
  if ('msg' in part && typeof part.msg === 'string') return part.msg;
  return 'message' in part && typeof part.message === 'string' ? part.message : '';
}

function tidy(text: string): string {
  // Java registries put the name of their exception in front.
  const plain = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:[\w$]+\.)+[\w$]+(?:Exception|Error): /, '');
  return plain.length > maxTextLength ? `${plain.slice(0, maxTextLength)}…` : plain;
}

function withText(sentence: string, text: string): string {
  if (text === '') return `${sentence}.`;
  return /[.!?…]$/.test(text) ? `${sentence}: ${text}` : `${sentence}: ${text}.`;
}

function isHtml(answer: RegistryAnswer): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(answer.text);
}
