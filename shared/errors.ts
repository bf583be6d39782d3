/**
 * A failure that the user can act on. Everything else that is thrown is a bug of ours.
 *
 * `message` is one sentence for people and holds no secret; `code` is stable and is what code decides by;
 * `remedy`, where there is one, is a second sentence that says what to do.
 */
export abstract class KnownError extends Error {
  /** Stable, such as `frame/too-short`. */
  readonly code: string;
  /** Whether the same call may succeed when it is made again. */
  readonly retriable: boolean;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, options: KnownErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retriable = options.retriable ?? false;
    this.remedy = options.remedy;
  }
}

export interface KnownErrorOptions {
  readonly cause?: unknown;
  readonly retriable?: boolean;
  readonly remedy?: string | undefined;
}

/** The bytes carry no frame, or a damaged one. */
export class FrameError extends KnownError {}

/** Bytes that a schema does not fit, a value that a schema does not allow, or a schema that nothing can be read with. */
export class CodecError extends KnownError {
  /** Where in the payload reading stopped, in bytes from its start; undefined when writing. */
  readonly position: number | undefined;
  /** Where in the value, such as `order.lines[3].price`; empty at the root. */
  readonly path: string;

  constructor(code: string, message: string, options: KnownErrorOptions & { readonly position?: number; readonly path?: string } = {}) {
    // Bytes are tried with many schemas, and where in the code one did not fit is of no use to anybody: a stack takes longer
    // than all else about it.
    const limit = stackLimit.stackTraceLimit;
    stackLimit.stackTraceLimit = 0;
    super(code, message, options);
    stackLimit.stackTraceLimit = limit;
    this.position = options.position;
    this.path = options.path ?? '';
  }
}

/** V8's own, which the language does not know. */
const stackLimit = Error as { stackTraceLimit?: number | undefined };

/** The schema registry refused, failed, or could not be reached. */
export class RegistryError extends KnownError {
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** The registry's own numeric code, such as 40403. */
  readonly errorCode: number | undefined;

  constructor(
    code: string,
    message: string,
    options: KnownErrorOptions & { readonly status?: number | undefined; readonly errorCode?: number | undefined } = {},
  ) {
    super(code, message, options);
    this.status = options.status;
    this.errorCode = options.errorCode;
  }
}

/** A broker refused, failed, or could not be reached. */
export class KafkaError extends KnownError {}

/** What crosses a thread or process boundary in place of an error. */
export interface PlainError {
  readonly kind: 'FrameError' | 'CodecError' | 'RegistryError' | 'KafkaError' | 'cancelled' | 'bug';
  readonly code: string;
  readonly message: string;
  readonly retriable: boolean;
  readonly remedy: string | undefined;
  readonly position?: number | undefined;
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly errorCode?: number | undefined;
  /** Only of a bug: for the log. */
  readonly stack?: string | undefined;
}

/** Whether `error` is how an aborted signal makes itself known. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The error as plain data, without its cause. */
export function toPlainError(error: unknown): PlainError {
  if (isCancelled(error)) return { kind: 'cancelled', code: 'cancelled', message: 'Cancelled.', retriable: true, remedy: undefined };
  if (!(error instanceof KnownError)) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'bug', code: 'bug', message, retriable: false, remedy: undefined, stack };
  }
  const base = { code: error.code, message: error.message, retriable: error.retriable, remedy: error.remedy };
  if (error instanceof CodecError) return { kind: 'CodecError', ...base, position: error.position, path: error.path };
  if (error instanceof RegistryError) return { kind: 'RegistryError', ...base, status: error.status, errorCode: error.errorCode };
  return { kind: error instanceof FrameError ? 'FrameError' : 'KafkaError', ...base };
}

/** The error that {@link toPlainError} was given, as far as it went across. */
export function fromPlainError(plain: PlainError): Error {
  const { kind, code, message, retriable, remedy } = plain;
  switch (kind) {
    case 'FrameError':
      return new FrameError(code, message, { retriable, remedy });
    case 'CodecError': {
      const position = plain.position === undefined ? {} : { position: plain.position };
      return new CodecError(code, message, { retriable, remedy, path: plain.path ?? '', ...position });
    }
    case 'RegistryError':
      return new RegistryError(code, message, { retriable, remedy, status: plain.status, errorCode: plain.errorCode });
    case 'KafkaError':
      return new KafkaError(code, message, { retriable, remedy });
    case 'cancelled':
      return new DOMException(message, 'AbortError');
    case 'bug': {
      const error = new Error(message);
      if (plain.stack !== undefined) error.stack = plain.stack;
      return error;
    }
  }
}
