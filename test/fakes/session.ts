import type { Session } from '../../client/cluster/session.ts';

/** A session that does what the test says; everything else that is asked of it is a mistake. */
export class FakeSession implements Session {
  closed = false;
  /** Resolves when the session is closed. */
  readonly whenClosed: Promise<void>;
  #tellClosed: () => void = () => undefined;
  /** Names of the methods in the order of their calls. */
  readonly calls: (keyof Session)[] = [];
  readonly #methods: Partial<Session>;

  constructor(methods: Partial<Session> = {}) {
    this.#methods = methods;
    this.whenClosed = new Promise((resolve) => (this.#tellClosed = resolve));
  }

  readonly test: Session['test'] = (...args) => this.#method('test')(...args);
  readonly listTopics: Session['listTopics'] = (...args) => this.#method('listTopics')(...args);
  readonly describeTopic: Session['describeTopic'] = (...args) => this.#method('describeTopic')(...args);
  readonly peek: Session['peek'] = (...args) => this.#method('peek')(...args);
  readonly tryRecords: Session['tryRecords'] = (...args) => this.#method('tryRecords')(...args);
  readonly decode: Session['decode'] = (...args) => this.#method('decode')(...args);
  readonly listSubjects: Session['listSubjects'] = (...args) => this.#method('listSubjects')(...args);
  readonly fetchVersion: Session['fetchVersion'] = (...args) => this.#method('fetchVersion')(...args);
  readonly fetchSchema: Session['fetchSchema'] = (...args) => this.#method('fetchSchema')(...args);
  readonly findVersion: Session['findVersion'] = (...args) => this.#method('findVersion')(...args);
  readonly register: Session['register'] = (...args) => this.#method('register')(...args);
  readonly scan: Session['scan'] = (...args) => this.#method('scan')(...args);
  readonly pauseScan: Session['pauseScan'] = (...args) => this.#method('pauseScan')(...args);
  readonly redecode: Session['redecode'] = (...args) => this.#method('redecode')(...args);
  readonly rows: Session['rows'] = (...args) => this.#method('rows')(...args);
  readonly find: Session['find'] = (...args) => this.#method('find')(...args);
  readonly record: Session['record'] = (...args) => this.#method('record')(...args);
  readonly paths: Session['paths'] = (...args) => this.#method('paths')(...args);
  readonly locateKey: Session['locateKey'] = (...args) => this.#method('locateKey')(...args);
  readonly suggestSchemas: Session['suggestSchemas'] = (...args) => this.#method('suggestSchemas')(...args);
  readonly inspect: Session['inspect'] = (...args) => this.#method('inspect')(...args);
  readonly exportRecords: Session['exportRecords'] = (...args) => this.#method('exportRecords')(...args);
  readonly closeScan: Session['closeScan'] = (...args) => this.#method('closeScan')(...args);
  readonly createTopic: Session['createTopic'] = (...args) => this.#method('createTopic')(...args);
  readonly send: Session['send'] = (...args) => this.#method('send')(...args);
  readonly sendMany: Session['sendMany'] = (...args) => this.#method('sendMany')(...args);
  readonly diagnose: Session['diagnose'] = (...args) => this.#method('diagnose')(...args);
  readonly reframe: Session['reframe'] = (...args) => this.#method('reframe')(...args);

  close(): Promise<void> {
    this.closed = true;
    this.#tellClosed();
    return Promise.resolve();
  }

  #method<M extends keyof Session>(name: M): Session[M] {
    this.calls.push(name);
    const method = this.#methods[name];
    if (method === undefined) throw new Error(`The test's session has no ${name}.`);
    return method;
  }
}
