import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerSchema } from '../../../client/commands/registerSchema.ts';
import { RegistryError } from '../../../shared/errors.ts';
import type { JudgedProblem } from '../../../shared/protocol.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { createSchemaCommands, type SchemaCommandOptions, type SchemaCommands } from '../../fakes/schemaCommands.ts';

const record = (name: string, ...types: readonly string[]): string =>
  JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });
const order = 'file:///s/orders.avsc';
const line = 'file:///s/line.avsc';
const money = 'file:///s/money.avsc';
const texts: Readonly<Record<string, string>> = {
  [order]: record('n.Order', 'int'),
  'file:///s/broken.avsc': '{"type":"record","name":"R","fields":[{"name":"a"},{"name":"b"}]}',
  'file:///s/lonely.avsc': record('n.Lonely', 'x.Nowhere'),
};
/** Files that need each other's types. */
const linked: Readonly<Record<string, string>> = {
  [order]: record('n.Order', 'Line', 'Money'),
  [line]: record('n.Line', 'Money'),
  [money]: record('n.Money', 'long'),
};
const old = record('n.Order');

interface Running extends SchemaCommandOptions {
  readonly args?: readonly unknown[];
  readonly prepare?: (local: FakeRegistrySession) => void;
}

interface Ran extends SchemaCommands {
  readonly local: FakeRegistrySession;
}

async function run({ args = [order], prepare, ...options }: Running): Promise<Ran> {
  const local = new FakeRegistrySession({ level: 'BACKWARD' });
  const fake = createSchemaCommands({ files: texts, registries: { local }, ...options });
  prepare?.(local);
  await fake.runOne(registerSchema, ...args);
  assert.deepEqual(fake.ui.unused, []);
  return { ...fake, local };
}

const writes = ({ calls }: FakeRegistrySession): string[] => calls.filter((call) => call.startsWith('register'));
const toOrders = { uri: order, connection: 'local', subject: 'orders-value' };

test('register: the subject is chosen, the summary shows what is known, and the new version is told and shown', async () => {
  const { ui, local, events } = await run({
    own: { [order]: [{ connection: 'local', subject: 'orders-value', isChosen: true }] },
    answers: [{ pick: 'orders-value' }, { pick: 'Register' }, { button: 'Open Version' }],
    prepare: (registry) => {
      registry.add('customers-value', record('n.Customer'));
      registry.add('orders-value', old, { schemaId: 31 });
    },
  });
  assert.deepEqual(ui.asked, ['pick Register Schema 1/2', 'pick Register Schema 2/2 <']);
  assert.deepEqual(ui.offered, [
    ['orders-value', 'n.Order', 'customers-value'],
    [
      'Register',
      'BACKWARD with orders-value v1',
      'The registry finds it compatible',
      'Level BACKWARD',
      'Compare with Version 1',
      'Not normalized by the registry',
    ],
  ]);
  assert.deepEqual(ui.notices, ['info: Registered orders-value version 2 (schema id 32). [Open Version]']);
  assert.deepEqual(writes(local), ['register orders-value']);
  assert.deepEqual(events, ['refresh registries local orders-value', 'reveal local orders-value 2', 'show local orders-value v2']);
});

test('register: a new subject is typed, and has nothing to be compatible with', async () => {
  const { ui, local, judgements } = await run({ answers: [{ pick: ' new-value ' }, { pick: 'Register' }] });
  assert.deepEqual(ui.offered, [
    ['orders-value', 'n.Order'],
    ['Register', 'Level BACKWARD', 'Not normalized by the registry'],
  ]);
  assert.deepEqual(judgements, []);
  assert.deepEqual(
    local.calls.filter((call) => call.startsWith('checkCompatibility')),
    [],
  );
  assert.deepEqual(ui.notices, ['info: Registered new-value version 1 (schema id 1). [Open Version]']);
});

test('register: of several connections the one with a subject of the file stands first, read-only ones are absent, and back leads to it', async () => {
  const prod = new FakeRegistrySession({ level: 'BACKWARD' });
  const local = new FakeRegistrySession();
  const { ui, registries } = await run({
    registries: { local, frozen: new FakeRegistrySession(), prod },
    readOnlyRegistries: ['frozen'],
    own: { [order]: [{ connection: 'prod', subject: 'orders', isChosen: false }] },
    answers: [{ pick: 'local' }, 'back', { pick: 'prod' }, { pick: 'n.Order' }, 'back', { pick: 'orders' }, { pick: 'Register' }],
  });
  assert.deepEqual(ui.asked, [
    'pick Register Schema 1/3',
    'pick Register Schema 2/3 <',
    'pick Register Schema 1/3',
    'pick Register Schema 2/3 <',
    'pick Register Schema 3/3 <',
    'pick Register Schema 2/3 <',
    'pick Register Schema 3/3 <',
  ]);
  assert.deepEqual(ui.offered[0], ['prod', 'local']);
  assert.deepEqual(ui.offered[3], ['orders', 'orders-value', 'n.Order']);
  assert.deepEqual(
    registries.opened.filter((name) => name.startsWith('frozen')),
    [],
  );
  assert.deepEqual([writes(local), writes(prod)], [[], ['register orders']]);
});

test('register: what is registered already is said, and which version is newer', async () => {
  const { ui, local } = await run({
    args: [toOrders],
    answers: [{ button: 'Open Version' }],
    prepare: (registry) => {
      registry.add('orders-value', texts[order] ?? '', { schemaId: 30 });
      registry.add('orders-value', old);
    },
  });
  assert.deepEqual(ui.notices, [
    'info: orders.avsc is registered already, as orders-value version 1 (schema id 30). The latest is version 2. [Open Version]',
  ]);
  assert.deepEqual([ui.asked, writes(local)], [[], []]);
});

test('register: what is not saved is registered as the editor shows it, which is said', async () => {
  const { ui } = await run({
    args: [toOrders],
    unsaved: [order],
    answers: [{ pick: 'Register' }],
  });
  assert.deepEqual(ui.details[0]?.[0], 'orders.avsc as the editor shows it, which is not saved.');
});

test('register: the setting normalizes', async () => {
  const requests: unknown[] = [];
  const local = new FakeRegistrySession();
  const { ui } = await run({
    args: [toOrders],
    registries: { local },
    settings: { 'registry.normalize': true },
    answers: [{ pick: 'Register' }],
    prepare: () => {
      const register = local.register.bind(local);
      local.register = (request, signal) => {
        requests.push(request);
        return register(request, signal);
      };
    },
  });
  assert.deepEqual(ui.offered[0]?.at(-1), 'Normalized by the registry');
  assert.deepEqual(requests, [{ subject: 'orders-value', text: texts[order], references: [], normalize: true }]);
});

// What may not be written, and what can't be.

for (const { name, running, notice } of [
  {
    name: 'a connection that is read-only',
    running: { args: [toOrders], readOnlyRegistries: ['local'] },
    notice: "error: Can't register the schema: local is read-only. [Show Output]",
  },
  {
    name: 'only read-only connections',
    running: { registries: { a: new FakeRegistrySession(), b: new FakeRegistrySession() }, readOnlyRegistries: ['a', 'b'] },
    notice: "error: Can't register the schema: all connections are read-only. [Show Output]",
  },
  {
    name: 'no registry',
    running: { registries: {} },
    notice: "error: Can't register the schema: no connection has a schema registry. Use Avro: Add Connection…. [Show Output]",
  },
  {
    name: 'a workspace that is not trusted',
    running: { args: [toOrders], trusted: false },
    notice: "error: Can't register the schema: this workspace is not trusted. [Show Output]",
  },
  {
    name: 'a schema with errors',
    running: { args: ['file:///s/broken.avsc'] },
    notice: "error: Can't register the schema: broken.avsc has 2 errors. [Show Problems]",
  },
  {
    name: 'a schema that lacks a type',
    running: { args: ['file:///s/lonely.avsc'] },
    notice: "error: Can't register the schema: lonely.avsc needs x.Nowhere, which no schema file defines.",
  },
  {
    name: 'a version of a subject',
    running: { args: ['avro-registry:/local/orders-value/v7.avsc'] },
    notice: "error: Can't register the schema: v7.avsc is not a schema file, but made of one or of a version. [Show Output]",
  },
] as readonly { readonly name: string; readonly running: Running; readonly notice: string }[]) {
  test(`register: ${name} is refused before anything is asked`, async () => {
    const { ui, local } = await run(running);
    assert.deepEqual([ui.notices, ui.asked, local.calls], [[notice], [], []]);
  });
}

test('register: a registry that is down is said, with a way to its connection', async () => {
  const down = new RegistryError('registry/unreachable', 'Cannot reach the registry http://localhost:8081 (ECONNREFUSED).', {
    retriable: true,
  });
  const subjects = await run({ prepare: (registry) => registry.fail('listSubjects', down) });
  assert.deepEqual(subjects.ui.notices, [
    "error: Can't list the subjects of local: cannot reach the registry http://localhost:8081 (ECONNREFUSED). [Edit Connection…] [Show Output]",
  ]);
  const checking = await run({ args: [toOrders], prepare: (registry) => registry.fail('all', down) });
  assert.deepEqual(checking.ui.notices, [
    "error: Can't register orders.avsc under orders-value: cannot reach the registry http://localhost:8081 (ECONNREFUSED). [Edit Connection…] [Show Output]",
  ]);
});

test('register: who gives up, or cancels the check, registers nothing and hears nothing', async () => {
  const escaped = await run({ args: [toOrders], answers: ['escape'] });
  assert.deepEqual([escaped.ui.notices, writes(escaped.local), escaped.events], [[], [], []]);
  const local = new FakeRegistrySession();
  const cancelled = createSchemaCommands({ files: texts, registries: { local } });
  cancelled.ui.cancelProgress = true;
  await cancelled.runOne(registerSchema, toOrders);
  assert.deepEqual([cancelled.ui.notices, local.calls], [[], []]);
});

// What breaks.

const currency: JudgedProblem = {
  code: 'READER_FIELD_MISSING_DEFAULT_VALUE',
  severity: 'error',
  message: 'This schema can\'t read data of version 1: "f0" has no default, and version 1 does not write it.',
  start: 45,
  end: 49,
};
const breaking = { state: 'breaks-reader', text: "Can't read 1 thing of orders-value v1 (BACKWARD)", problems: [currency] } as const;
const confluentText =
  "[{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'f0' at path '/fields/0' in the new schema has no default value and is missing in the old schema', additionalInfo:'f0'}]";
const addOld = (registry: FakeRegistrySession): void => void registry.add('orders-value', old);
const refusing =
  (text: string, level?: 'NONE'): ((registry: FakeRegistrySession) => void) =>
  (registry) => {
    addOld(registry);
    registry.refuse.set('orders-value', text);
    if (level !== undefined) registry.levels.set('orders-value', level);
  };

test('register: what the level refuses can not be registered, and the way to its place is offered', async () => {
  const { ui, local } = await run({
    args: [toOrders],
    judged: breaking,
    answers: [{ pick: 'Level BACKWARD' }],
    prepare: refusing(confluentText),
  });
  assert.deepEqual(ui.offered, [
    [
      'The Registry Would Refuse It',
      "Can't read 1 thing of orders-value v1 (BACKWARD)",
      'The registry finds it incompatible',
      'Level BACKWARD',
      'Compare with Version 1',
      'Not normalized by the registry',
    ],
  ]);
  assert.ok(ui.details[0]?.includes(confluentText));
  assert.deepEqual(writes(local), []);
});

for (const { name, pick, event, revealed = [], problems = [] } of [
  { name: 'to the place', pick: 'The Registry Would Refuse It', revealed: [{ uri: order, start: 45, end: 49 }] },
  { name: 'to the problems', pick: "Can't read 1 thing of orders-value v1 (BACKWARD)", problems: [order] },
  { name: 'to the level', pick: 'Level BACKWARD', event: 'run setCompatibilityLevel [{"connection":"local","subject":"orders-value"}]' },
  {
    name: 'to a comparison',
    pick: 'Compare with Version 1',
    event: `run compareWithVersion [{"uri":"${order}","connection":"local","subject":"orders-value","version":1}]`,
  },
  { name: 'to the setting', pick: 'Not normalized by the registry', event: 'openSettings registry.normalize' },
] as readonly {
  readonly name: string;
  readonly pick: string;
  readonly event?: string;
  readonly revealed?: readonly object[];
  readonly problems?: readonly string[];
}[]) {
  test(`register: the summary leads ${name}`, async () => {
    const { ui, events, local } = await run({ args: [toOrders], judged: breaking, answers: [{ pick }], prepare: refusing(confluentText) });
    assert.deepEqual([events, ui.revealed, ui.problems], [event === undefined ? [] : [event], revealed, problems]);
    assert.deepEqual(writes(local), []);
  });
}

test('register: a line of the summary that leads nowhere leaves it open', async () => {
  const { ui } = await run({ args: [toOrders], answers: [{ pick: 'The registry finds it compatible' }, 'escape'], prepare: addOld });
  assert.deepEqual(ui.asked, ['pick Register Schema 1/1', 'pick Register Schema 1/1']);
});

test('register: what breaks where the level allows it is registered only after one more question', async () => {
  const running = { args: [toOrders], judged: breaking, prepare: refusing('', 'NONE') };
  const modal =
    "modal: orders.avsc is not compatible with orders-value. Register it all the same? Can't read 1 thing of orders-value v1 (BACKWARD). The level NONE allows every change. Consumers and producers that still use another version may fail.";
  const given = await run({ ...running, answers: [{ pick: 'Register' }, 'escape'] });
  assert.deepEqual([given.ui.notices, writes(given.local)], [[modal], []]);
  // Its level asks for nothing, so it is looked at by the usual one.
  assert.equal(given.judgements[0]?.baseline?.level, 'BACKWARD');
  assert.equal(given.ui.offered[0]?.[2], 'The registry finds it incompatible, but its level allows it');
});

test('register: what breaks by our rules alone is registered after one more question', async () => {
  const { ui, local } = await run({
    args: [toOrders],
    judged: breaking,
    answers: [{ pick: 'Register' }, { button: 'Register' }],
    prepare: addOld,
  });
  assert.match(ui.notices[0] ?? '', /^modal: .* The registry allows it at the level BACKWARD\./);
  assert.deepEqual(writes(local), ['register orders-value']);
});

for (const { name, code, status, text } of [
  { name: "Confluent's 409", code: 'registry/incompatible', status: 409, text: confluentText },
  {
    name: "Apicurio's 409",
    code: 'registry/incompatible',
    status: 409,
    text: 'Incompatible artifact: orders-value [AVRO], num of incompatible diffs: {1}, list of diff types: [f0 at /fields/0].',
  },
  { name: "Karapace's 409", code: 'registry/incompatible', status: 409, text: 'Incompatible schema. Incompatibilities: f0.' },
  { name: 'a 422', code: 'registry/invalid-schema', status: 422, text: 'Input schema is an invalid Avro schema at /fields/0.' },
]) {
  test(`register: ${name} at registering is the last word: its text and its place are shown`, async () => {
    const { ui, local } = await run({
      args: [toOrders],
      judged: { ...breaking, state: 'compatible' },
      answers: [{ pick: 'Register' }],
      prepare: (registry) => {
        addOld(registry);
        registry.fail('register', new RegistryError(code, `The registry refuses the schema for orders-value: ${text}`, { status }));
      },
    });
    const said = `the registry refuses the schema for orders-value: ${text}${text.endsWith('.') ? '' : '.'}`;
    assert.deepEqual(ui.notices, [`error: Can't register orders.avsc under orders-value: ${said} [Show Output]`]);
    assert.deepEqual(ui.revealed, [{ uri: order, start: 45, end: 49 }]);
    assert.deepEqual(writes(local), ['register orders-value']);
  });
}

test("register: where our rules find nothing, the path of the registry's text leads to the place", async () => {
  const { ui } = await run({ args: [toOrders], answers: [{ pick: 'The Registry Would Refuse It' }], prepare: refusing(confluentText) });
  const start = (texts[order] ?? '').indexOf('"f0"');
  assert.deepEqual(ui.revealed, [{ uri: order, start, end: start + '"f0"'.length }]);
});

test('register: where nothing tells the place, the problems are shown', async () => {
  const { ui } = await run({ args: [toOrders], answers: [{ pick: 'The registry finds it incompatible' }], prepare: refusing('No.') });
  assert.deepEqual([ui.revealed, ui.problems], [[], [order]]);
});

test('register: what did not answer in time may be registered, which is said', async () => {
  const { ui } = await run({
    args: [toOrders],
    answers: [{ pick: 'Register' }],
    prepare: (registry) => registry.fail('register', new RegistryError('registry/timeout', 'The registry did not answer in 10 s.')),
  });
  assert.deepEqual(ui.notices, [
    "error: Can't register orders.avsc under orders-value: the registry did not answer in 10 s. It may be registered all the same: register it again to see. [Edit Connection…] [Show Output]",
  ]);
});

// References.

test('register: what it needs is registered first, in order, each with its references', async () => {
  const local = new FakeRegistrySession({ level: 'BACKWARD' });
  const { ui } = await run({
    files: linked,
    args: [toOrders],
    registries: { local },
    own: {
      [line]: [
        { connection: 'local', subject: 'lines', isChosen: true },
        { connection: 'prod', subject: 'other', isChosen: true },
      ],
    },
    answers: [{ pick: 'Register' }],
    prepare: () => void local.add('n.Money', linked[money] ?? '', { schemaId: 9 }),
  });
  assert.deepEqual(ui.offered[0], ['Register', 'Level BACKWARD', 'n.Money version 1', 'lines', 'Not normalized by the registry']);
  assert.deepEqual(writes(local), ['register lines', 'register orders-value']);
  assert.deepEqual(ui.notices, [
    'info: Registered orders-value version 1 (schema id 11). Registered lines version 1 before it. [Open Version]',
  ]);
  const { signal } = new AbortController();
  assert.deepEqual((await local.fetchVersion('orders-value', 1, signal)).referenceNames, [
    { name: 'n.Money', subject: 'n.Money', version: 1 },
    { name: 'n.Line', subject: 'lines', version: 1 },
  ]);
  assert.deepEqual((await local.fetchVersion('lines', 1, signal)).referenceNames, [{ name: 'n.Money', subject: 'n.Money', version: 1 }]);
});

test('register: with all references registered it is looked up with them, and is the same', async () => {
  const { ui, local } = await run({
    files: linked,
    args: [toOrders],
    prepare: (registry) => {
      registry.add('n.Money', linked[money] ?? '');
      registry.add('n.Line', linked[line] ?? '', { references: [{ name: 'n.Money', subject: 'n.Money', version: 1 }] });
      registry.add('orders-value', linked[order] ?? '', {
        references: [
          { name: 'n.Money', subject: 'n.Money', version: 1 },
          { name: 'n.Line', subject: 'n.Line', version: 1 },
        ],
      });
    },
  });
  assert.deepEqual(ui.notices, ['info: orders.avsc is registered already, as orders-value version 1 (schema id 3). [Open Version]']);
  assert.deepEqual(writes(local), []);
});

test('register: a needed file that its own subject refuses is told before', async () => {
  const { ui, local } = await run({
    files: linked,
    args: [toOrders],
    answers: ['escape'],
    prepare: (registry) => {
      registry.add('n.Money', record('n.Money', 'string'));
      registry.refuse.set('n.Money', 'No.');
    },
  });
  assert.equal(ui.offered[0]?.[0], 'The Registry Would Refuse It');
  assert.equal(ui.details[0]?.[0], "It needs money.avsc, which can't be registered under n.Money.");
  assert.deepEqual(writes(local), []);
});

test('register: where the middle of it is refused, what was registered is told exactly', async () => {
  const { ui, events } = await run({
    files: linked,
    args: [toOrders],
    answers: [{ pick: 'Register' }],
    prepare: (registry) => {
      const register = registry.register.bind(registry);
      registry.register = (request, signal) => {
        if (request.subject === 'orders-value') registry.refuse.set('orders-value', 'z.');
        return register(request, signal);
      };
    },
  });
  assert.deepEqual(ui.notices, [
    'error: Registered n.Money version 1 and n.Line version 1; orders-value was refused: the registry refuses the schema for orders-value as incompatible: z. [Show Output]',
  ]);
  assert.deepEqual(events, [
    'refresh registries local n.Money',
    'refresh registries local n.Line',
    'refresh registries local orders-value',
  ]);
});

test('register: who cancels in the middle is told what was registered, and what is not known', async () => {
  const local = new FakeRegistrySession();
  const fake = createSchemaCommands({ files: linked, registries: { local }, answers: [{ pick: 'Register' }] });
  const controller = new AbortController();
  const progress = fake.ui.progress.bind(fake.ui);
  fake.ui.progress = (title, task) => (title.startsWith('Registering') ? task(() => undefined, controller.signal) : progress(title, task));
  const register = local.register.bind(local);
  local.register = (request, signal) => {
    if (request.subject !== 'n.Money') controller.abort();
    return register(request, signal);
  };
  await fake.runOne(registerSchema, toOrders);
  assert.deepEqual(fake.ui.notices, [
    'warning: Cancelled. Registered n.Money version 1. Whether n.Line was registered is not known: register it again to see.',
  ]);
});

for (const { name, at } of [
  { name: 'looking up', at: 'lookUp' },
  { name: 'checking', at: 'checkCompatibility' },
  { name: 'registering', at: 'register' },
] as const) {
  test(`register: a registry without references, which shows at ${name}, gets one text`, async () => {
    const local = new FakeRegistrySession();
    local.add('orders-value', old);
    for (const method of [at]) {
      const call = local[method].bind(local) as (request: { references: readonly unknown[] }, signal: AbortSignal) => Promise<never>;
      Object.assign(local, {
        [method]: (request: { references: readonly unknown[]; subject: string }, signal: AbortSignal) => {
          // Karapace refuses whatever stands with references; the first file has none.
          if (request.references.length === 0 && request.subject !== 'n.Money') return call(request, signal);
          local.calls.push(`${method} refused`);
          return Promise.reject(new RegistryError('registry/references-unsupported', 'No references.', { status: 422, errorCode: 44302 }));
        },
      });
    }
    const { ui } = await run({
      files: { ...linked },
      args: [toOrders],
      registries: { local },
      answers: [...(at === 'register' ? [{ pick: 'Register' }] : []), { pick: 'Register as One Text' }],
    });
    assert.deepEqual(ui.offered.at(-1)?.slice(0, 1), ['Register as One Text']);
    assert.ok(ui.offered.at(-1)?.includes('The types of money.avsc and line.avsc, in the same text'));
    assert.ok(ui.details.at(-1)?.includes('This registry knows no references between schemas.'));
    assert.deepEqual(ui.notices, ['info: Registered orders-value version 2 (schema id 2). [Open Version]']);
    const { text, referenceNames } = await local.fetchVersion('orders-value', 2, new AbortController().signal);
    assert.deepEqual(referenceNames, []);
    assert.match(text, /"name": "Money"|"name": "n.Money"/);
  });
}

test('register: a registry without references says so before anything is written', async () => {
  const local = new FakeRegistrySession();
  const { ui } = await run({
    files: linked,
    args: [toOrders],
    registries: { local },
    answers: [{ pick: 'Register as One Text' }],
    prepare: () => {
      const lookUp = local.lookUp.bind(local);
      local.lookUp = (request, signal) => {
        if (request.references.length === 0) return lookUp(request, signal);
        return Promise.reject(new RegistryError('registry/references-unsupported', 'No references.', { status: 422, errorCode: 44302 }));
      };
    },
  });
  assert.deepEqual(writes(local), ['register orders-value']);
  assert.deepEqual(ui.notices, ['info: Registered orders-value version 1 (schema id 1). [Open Version]']);
});

test('register: a registry that does not know what is not registered yet is no reason to stop', async () => {
  const { local } = await run({
    files: linked,
    args: [toOrders],
    answers: [{ pick: 'Register' }],
    prepare: (registry) => {
      const lookUp = registry.lookUp.bind(registry);
      registry.lookUp = (request, signal) => {
        if (request.references.length === 0) return lookUp(request, signal);
        return Promise.reject(new RegistryError('registry/invalid-schema', 'No such reference.', { status: 422, errorCode: 42201 }));
      };
    },
  });
  assert.deepEqual(writes(local), ['register n.Money', 'register n.Line', 'register orders-value']);
});

test('register: a registry that can not look at one text in place of several is not taken for refusing them', async () => {
  const { ui, local } = await run({
    files: linked,
    args: [toOrders],
    answers: [{ pick: 'Register' }],
    prepare: (registry) => {
      addOld(registry);
      const check = registry.checkCompatibility.bind(registry);
      registry.checkCompatibility = (request, signal) => {
        // Apicurio's, where an older version has references.
        if (request.subject !== 'orders-value') return check(request, signal);
        return Promise.reject(new RegistryError('registry/invalid-schema', 'Not a valid schema.', { status: 422, errorCode: 42201 }));
      };
    },
  });
  assert.equal(ui.offered[0]?.[2], 'The registry could not check it');
  assert.deepEqual(ui.details[0], ['Not a valid schema.']);
  assert.deepEqual(writes(local), ['register n.Money', 'register n.Line', 'register orders-value']);
});

test('register: where the registry can not check it, what breaks by our rules is not registered', async () => {
  const invalid = new RegistryError('registry/invalid-schema', 'Not a valid schema.', { status: 422, errorCode: 42201 });
  const { ui, local } = await run({
    args: [toOrders],
    judged: breaking,
    answers: [{ pick: 'The Registry Would Refuse It' }],
    prepare: (registry) => {
      addOld(registry);
      registry.fail('checkCompatibility', invalid);
    },
  });
  assert.deepEqual([ui.problems, writes(local)], [[order], []]);
});

test('register: what a subject of a context refers to is registered in the same context', async () => {
  const { local } = await run({
    files: linked,
    args: [{ ...toOrders, subject: ':.prod:orders-value' }],
    own: {
      [line]: [
        { connection: 'local', subject: 'lines', isChosen: true },
        { connection: 'local', subject: ':.prod:lines', isChosen: true },
      ],
    },
    answers: [{ pick: 'Register' }],
  });
  assert.deepEqual(writes(local), ['register :.prod:n.Money', 'register :.prod:lines', 'register :.prod:orders-value']);
});

test('register: what means the same, though the registry does not know the text, is said', async () => {
  const { ui } = await run({
    args: [toOrders],
    unsaved: [order],
    judged: { state: 'same', text: 'Same as orders-value v1' },
    answers: ['escape'],
    prepare: addOld,
  });
  assert.equal(ui.details[0]?.[0], 'orders.avsc as the editor shows it, which is not saved. It means the same as version 1.');
});

test('register: files that need each other go in one text, and it is said why', async () => {
  const a = 'file:///s/a.avsc';
  const { ui, local } = await run({
    files: { [a]: record('n.A', 'B'), 'file:///s/b.avsc': '{"type":"record","name":"n.B","fields":[{"name":"a","type":["null","A"]}]}' },
    args: [{ uri: a, connection: 'local', subject: 'a-value' }],
    answers: [{ pick: 'Register as One Text' }],
  });
  assert.ok(ui.details[0]?.includes('a.avsc and b.avsc need each other, so neither can be registered before the other.'));
  assert.deepEqual(writes(local), ['register a-value']);
});

test('register: the explorer and the editor name the file; without either it is asked for, without protocols', async () => {
  const uri = { scheme: 'file', path: '/s/orders.avsc', toString: () => order };
  const explorer = await run({ args: [uri, [uri]], answers: ['escape'] });
  assert.deepEqual(explorer.ui.offered, [['orders-value', 'n.Order']]);
  const asked = await run({
    args: [],
    files: { ...texts, 'file:///s/p.avpr': '{"protocol":"P"}' },
    answers: [{ pick: 's/orders.avsc' }, 'escape'],
  });
  assert.deepEqual(asked.ui.offered[0], ['s/orders.avsc', 's/broken.avsc', 's/lonely.avsc']);
});
