import type { ServerResponse } from 'node:http';

/** What a registry, or something else at its address, may do instead of answering as it should. */
export type Misbehaviour =
  | 'html'
  | 'html-404'
  | 'empty'
  | 'plain-text-400'
  | 'error-500-code-0'
  | 'busy-503'
  | 'busy-500-code-50003'
  | 'never-answers'
  | 'stalls-in-body'
  | 'closes-socket'
  | 'closes-in-body'
  | 'endless-body'
  | 'announces-huge-body'
  | 'other-json'
  | 'half-a-json'
  | { readonly redirectTo: string; readonly status?: number }
  /** 429 or 503, with how long to wait: seconds, or a date. */
  | { readonly busy: number; readonly retryAfter?: string | undefined };

/** Answers as `how` says, or does not. */
export function misbehave(how: Misbehaviour, response: ServerResponse): void {
  const send = (status: number, contentType: string, body: string): void => {
    response.writeHead(status, { 'Content-Type': contentType }).end(body);
  };
  if (typeof how === 'object' && 'busy' in how) {
    const headers = how.retryAfter === undefined ? {} : { 'Retry-After': how.retryAfter };
    response.writeHead(how.busy, { 'Content-Type': 'application/json', ...headers }).end('{}');
    return;
  }
  if (typeof how === 'object') {
    response.writeHead(how.status ?? 302, { Location: how.redirectTo }).end();
    return;
  }
  switch (how) {
    case 'html': {
      send(200, 'text/html', '<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>');
      return;
    }
    case 'html-404': {
      send(404, 'text/html', '<html><head><title>404 Not Found</title></head></html>');
      return;
    }
    case 'empty': {
      send(200, 'application/json', '');
      return;
    }
    case 'plain-text-400': {
      send(400, 'application/json', 'RESTEASY003065: Cannot consume content type');
      return;
    }
    case 'error-500-code-0': {
      send(
        500,
        'application/json',
        '{"message":"Cannot invoke \\"String.getBytes()\\" because \\"this.content\\" is null","error_code":0}',
      );
      return;
    }
    case 'busy-503': {
      send(503, 'text/html', '<html><body><h1>503 Service Unavailable</h1></body></html>');
      return;
    }
    case 'busy-500-code-50003': {
      send(500, 'application/json', '{"error_code":50003,"message":"Error while forwarding the request to the master."}');
      return;
    }
    case 'never-answers':
      return;
    case 'stalls-in-body':
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('["a');
      return;
    case 'closes-socket':
      response.destroy();
      return;
    case 'closes-in-body':
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('["a', () => response.destroy());
      return;
    case 'endless-body': {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const more = (): void => {
        if (!response.destroyed) response.write('['.repeat(2 ** 16), () => setImmediate(more));
      };
      more();
      return;
    }
    case 'announces-huge-body':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 2 ** 40 }).write('[');
      return;
    case 'half-a-json': {
      send(200, 'application/json', '{"subject":"orders-value","version":1,"id":7,"schema":"\\"str');
      return;
    }
    case 'other-json': {
      send(200, 'application/json', '{"name":"elasticsearch","tagline":"You Know, for Search"}');
      return;
    }
  }
}
