import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokersProblem, parseConnections, registryUrlProblem, splitBrokers, toSettingValue } from '../../client/connectionSettings.ts';

const brokers = ['localhost:9092'];

for (const { name, value } of [
  { name: 'brokers alone', value: { brokers } },
  { name: 'several brokers, IPv6 too', value: { brokers: ['a.example:9092', '[::1]:9093', '10.0.0.1:1'] } },
  { name: 'an own authority', value: { brokers, security: 'SSL', ssl: { ca: '~/ca.pem' } } },
  { name: 'mTLS', value: { brokers, security: 'SSL', ssl: { ca: 'ca.pem', cert: 'c.pem', key: 'k.pem' } } },
  { name: 'PLAIN', value: { brokers, security: 'SASL_PLAINTEXT', sasl: { mechanism: 'PLAIN', username: 'svc' } } },
  {
    name: 'SCRAM over TLS',
    value: { brokers, security: 'SASL_SSL', sasl: { mechanism: 'SCRAM-SHA-512', username: 'svc' }, readOnly: true },
  },
  { name: 'an open registry with a path', value: { brokers, registry: { url: 'http://localhost:8080/apis/ccompat/v7' } } },
  { name: 'a registry with a user', value: { brokers, registry: { url: 'https://r.example', auth: 'basic', username: 'u' } } },
  { name: 'a registry with a token', value: { brokers, registry: { url: 'https://r.example', auth: 'bearer' } } },
  { name: 'a registry with several addresses', value: { brokers, registry: { url: ['https://r1.example', 'https://r2.example/p'] } } },
  {
    name: 'a registry with a key in a header',
    value: { brokers, registry: { url: 'https://r.example', auth: 'header', header: 'X-API-Key' } },
  },
  {
    name: 'a registry with certificates, headers and a proxy',
    value: {
      brokers,
      registry: {
        url: 'https://r.example',
        ssl: { ca: '~/ca.pem', cert: 'c.pem', key: 'k.pem' },
        headers: { 'target-sr-cluster': 'lsrc-1' },
        proxy: 'http://proxy.example:3128',
      },
    },
  },
  { name: 'a colour', value: { brokers, color: '#e51400' } },
  { name: 'a colour by its name', value: { brokers, color: 'crimson' } },
  { name: 'a registry without a proxy', value: { brokers, registry: { url: 'https://r.example', proxy: 'none' } } },
]) {
  test(`connection settings: ${name} is read, and written as it was`, () => {
    const [only] = parseConnections({ local: value });
    assert.ok(only?.settings, JSON.stringify(only));
    assert.deepEqual(toSettingValue(only.settings), { security: 'PLAINTEXT', ...value });
  });
}

for (const { name, value, problem } of [
  { name: 'no object', value: 'localhost:9092', problem: 'A connection is an object with "brokers".' },
  { name: 'an array', value: [], problem: 'A connection is an object with "brokers".' },
  { name: 'no brokers', value: {}, problem: '"brokers" needs at least one address, such as "localhost:9092".' },
  {
    name: 'what would load something in place of a colour',
    value: { brokers, color: 'url(https://x)' },
    problem: '"color" is a CSS colour, such as "#e51400" or "crimson".',
  },
  { name: 'an empty list', value: { brokers: [] }, problem: '"brokers" needs at least one address, such as "localhost:9092".' },
  { name: 'a broker that is a number', value: { brokers: [9092] }, problem: 'Each of "brokers" is a text, such as "localhost:9092".' },
  {
    name: 'a broker without a port',
    value: { brokers: ['localhost'] },
    problem: 'The broker "localhost" is not host:port, such as "localhost:9092".',
  },
  {
    name: 'a port that is too large',
    value: { brokers: ['localhost:65536'] },
    problem: 'The broker "localhost:65536" is not host:port, such as "localhost:9092".',
  },
  {
    name: 'a password in a broker, which is not repeated',
    value: { brokers: ['svc:geheim@localhost:9092'] },
    problem: 'The broker "localhost:9092" is not host:port, such as "localhost:9092".',
  },
  {
    name: 'an unknown security',
    value: { brokers, security: 'TLS' },
    problem: '"security" is one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL.',
  },
  {
    name: 'null as security',
    value: { brokers, security: null },
    problem: '"security" is one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL.',
  },
  ...Object.entries({
    'an address that is no text': [{ url: ['https://r.example', 1] }, 'Each of "registry.url" is a text.'],
    'no address': [{ url: [] }, '"registry.url" is missing.'],
    'a password in a further address': [
      { url: ['https://r.example', 'https://u:geheim@r.example'] },
      "The registry's address must not hold a user name or a password: those are asked for and kept apart.",
    ],
    'a key in a header without its name': [
      { url: 'https://r.example', auth: 'header' },
      '"registry.auth" header needs "registry.header", the name of the header.',
    ],
    'a secret among the headers, which is not repeated': [
      { url: 'https://r.example', headers: { 'X-Api-Key': 'geheim' } },
      '"registry.headers" must hold nothing secret: in place of "X-Api-Key" there, set "registry.auth" to header and "registry.header" to "X-Api-Key"; its value is asked for and kept apart.',
    ],
    'a header that is set by itself': [{ url: 'https://r.example', headers: { Host: 'x' } }, 'The header "Host" is set by itself.'],
    'a header of two lines': [{ url: 'https://r.example', headers: { x: 'a\nb' } }, '"registry.headers.x" is a text of one line.'],
    'a certificate of the registry without its key': [
      { url: 'https://r.example', ssl: { cert: 'c.pem' } },
      '"registry.ssl.cert" and "registry.ssl.key" need each other.',
    ],
    'a proxy of another kind': [
      { url: 'https://r.example', proxy: 'socks5://p' },
      '"registry.proxy" begins with http:// or https://, or is none.',
    ],
    'a password in the proxy': [
      { url: 'https://r.example', proxy: 'http://u:geheim@p.example' },
      '"registry.proxy" must not hold a user name or a password.',
    ],
  } as Readonly<Record<string, [unknown, string]>>).map(([name, [registry, problem]]) => ({ name, value: { brokers, registry }, problem })),
  { name: 'files without TLS', value: { brokers, ssl: { ca: 'ca.pem' } }, problem: '"ssl" needs "security" to be SSL or SASL_SSL.' },
  {
    name: 'a certificate without its key',
    value: { brokers, security: 'SSL', ssl: { cert: 'c.pem' } },
    problem: '"ssl.cert" and "ssl.key" need each other.',
  },
  { name: 'a path that is no text', value: { brokers, security: 'SSL', ssl: { ca: 1 } }, problem: '"ssl.ca" is a text.' },
  {
    name: 'a user without SASL',
    value: { brokers, sasl: { mechanism: 'PLAIN', username: 'u' } },
    problem: '"sasl" needs "security" to be SASL_PLAINTEXT or SASL_SSL.',
  },
  {
    name: 'SASL without a user',
    value: { brokers, security: 'SASL_SSL' },
    problem: '"security" SASL_SSL needs "sasl" with "mechanism" and "username".',
  },
  {
    name: 'SASL without its mechanism',
    value: { brokers, security: 'SASL_SSL', sasl: { username: 'u' } },
    problem: '"sasl.mechanism" is one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512.',
  },
  {
    name: 'SASL without its user name',
    value: { brokers, security: 'SASL_SSL', sasl: { mechanism: 'PLAIN', username: '' } },
    problem: '"sasl.username" is missing.',
  },
  { name: 'a registry that is a text', value: { brokers, registry: 'http://r' }, problem: '"registry" is an object with "url".' },
  { name: 'a registry without its URL', value: { brokers, registry: {} }, problem: '"registry.url" is missing.' },
  {
    name: 'a registry of another protocol',
    value: { brokers, registry: { url: 'ftp://r' } },
    problem: "The registry's address begins with http:// or https://.",
  },
  {
    name: "a password in the registry's URL",
    value: { brokers, registry: { url: 'https://u:geheim@r.example' } },
    problem: "The registry's address must not hold a user name or a password: those are asked for and kept apart.",
  },
  {
    name: 'basic without a user',
    value: { brokers, registry: { url: 'https://r', auth: 'basic' } },
    problem: '"registry.auth" basic needs "registry.username".',
  },
  { name: 'protected that is no boolean', value: { brokers, protected: 1 }, problem: '"protected" is true or false.' },
  { name: 'readOnly that is no boolean', value: { brokers, readOnly: 'yes' }, problem: '"readOnly" is true or false.' },
]) {
  test(`connection settings: ${name} is a problem of that connection alone`, () => {
    const [bad, good] = parseConnections({ zeta: { brokers }, alpha: value });
    assert.deepEqual(bad, { name: 'alpha', settings: undefined, problem });
    assert.equal(good?.settings?.name, 'zeta');
  });
}

for (const value of [undefined, null, 'local', 3, ['local']]) {
  test(`connection settings: ${JSON.stringify(value)} holds no connections`, () => assert.deepEqual(parseConnections(value), []));
}

test('connection settings: a connection may be called __proto__', () => {
  const [only] = parseConnections(JSON.parse('{"__proto__":{"brokers":["h:1"]}}'));
  assert.equal(only?.name, '__proto__');
});

test('connection settings: brokers are separated by commas, semicolons or blanks', () => {
  assert.deepEqual(splitBrokers(' a:1, b:2;c:3\nd:4 '), ['a:1', 'b:2', 'c:3', 'd:4']);
  assert.equal(brokersProblem('a:1, b:2'), undefined);
  assert.match(brokersProblem('a:1, b') ?? '', /"b" is not host:port/);
  assert.match(brokersProblem('  ') ?? '', /at least one/);
});

test('connection settings: the address of a registry', () => {
  assert.equal(registryUrlProblem('http://localhost:8081'), undefined);
  assert.match(registryUrlProblem('localhost:8081') ?? '', /http:/);
});
