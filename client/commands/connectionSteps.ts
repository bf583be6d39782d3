import {
  brokersProblem,
  hasSasl,
  hasTls,
  registryHeaderProblem,
  registryUrlProblem,
  splitBrokers,
  type ConnectionSettings,
  type RegistrySettings,
} from '../connectionSettings.ts';
import { isEncryptedKey } from '../connections.ts';
import { splitRegistryUrls } from '../registrySettings.ts';
import type { SecretKind } from '../secrets.ts';
import { secretTitle, secretUse } from '../secretTexts.ts';
import type { Place } from '../ui.ts';
import type { CommandContext } from './context.ts';
import { protections } from './protections.ts';
import type { Step } from './steps.ts';

/** A connection while it is being entered: what is known of it so far, with its secrets, which never leave memory. */
export interface ConnectionDraft {
  readonly settings: ConnectionSettings;
  /** Whether the client shows a certificate of its own (mTLS). */
  readonly hasCertificate: boolean;
  readonly isKeyEncrypted: boolean;
  readonly secrets: ReadonlyMap<SecretKind, string>;
}

export const emptyDraft: ConnectionDraft = {
  settings: {
    name: '',
    brokers: [],
    security: 'PLAINTEXT',
    ssl: { ca: undefined, cert: undefined, key: undefined },
    sasl: undefined,
    registry: undefined,
    readOnly: false,
    protected: false,
  },
  hasCertificate: false,
  isKeyEncrypted: false,
  secrets: new Map(),
};

/**
 * The questions of a connection, in their order.
 *
 * @param title of every question
 * @param previousName the name that the connection has so far, where it is not a new one
 */
export function connectionSteps(
  context: CommandContext,
  title: string,
  previousName: string | undefined,
): readonly Step<ConnectionDraft>[] {
  const isTls = ({ settings }: ConnectionDraft): boolean => hasTls(settings.security);
  const isLetInBy =
    (...auths: readonly RegistrySettings['auth'][]) =>
    ({ settings: { registry } }: ConnectionDraft): boolean =>
      registry !== undefined && auths.includes(registry.auth);
  return [
    { id: 'name', ask: (draft, place) => askName(context, title, previousName, draft, place) },
    { id: 'brokers', ask: (draft, place) => askBrokers(context, title, draft, place) },
    { id: 'security', ask: (draft, place) => askSecurity(context, title, draft, place) },
    { id: 'ca', applies: isTls, ask: (draft, place) => askFile(context, title, draft, place, 'ca') },
    {
      id: 'cert',
      applies: (draft) => isTls(draft) && draft.hasCertificate,
      ask: (draft, place) => askFile(context, title, draft, place, 'cert'),
    },
    {
      id: 'key',
      applies: (draft) => isTls(draft) && draft.hasCertificate,
      ask: (draft, place) => askFile(context, title, draft, place, 'key'),
    },
    {
      applies: (draft) => isTls(draft) && draft.hasCertificate && draft.isKeyEncrypted,
      ask: (draft, place) => askSecret(context, draft, place, 'keyPassphrase'),
    },
    {
      id: 'username',
      applies: ({ settings }) => hasSasl(settings.security),
      ask: (draft, place) => askUsername(context, title, draft, place),
    },
    { applies: ({ settings }) => hasSasl(settings.security), ask: (draft, place) => askSecret(context, draft, place, 'saslPassword') },
    { id: 'registry', ask: (draft, place) => askRegistry(context, title, draft, place) },
    { applies: ({ settings }) => settings.registry !== undefined, ask: (draft, place) => askRegistryAuth(context, title, draft, place) },
    { applies: isLetInBy('basic'), ask: (draft, place) => askRegistryUsername(context, title, draft, place) },
    { applies: isLetInBy('basic'), ask: (draft, place) => askSecret(context, draft, place, 'registryPassword') },
    { applies: isLetInBy('header'), ask: (draft, place) => askRegistryHeader(context, title, draft, place) },
    { applies: isLetInBy('bearer', 'header'), ask: (draft, place) => askSecret(context, draft, place, 'registryToken') },
    { ask: (draft, place) => askReadOnly(context, title, draft, place) },
  ];
}

type Ask = Promise<ConnectionDraft>;

async function askName(
  { ui, connections }: CommandContext,
  title: string,
  previousName: string | undefined,
  draft: ConnectionDraft,
  place: Place,
): Ask {
  const name = await ui.input({
    title,
    place,
    prompt: 'Name of the connection, by which you will know it everywhere.',
    placeholder: 'local',
    value: draft.settings.name,
    validate(text) {
      const name = text.trim();
      if (name === '') return 'A connection needs a name.';
      return name !== previousName && connections.find(name) !== undefined ? `There is already a connection "${name}".` : undefined;
    },
  });
  return withSettings(draft, { name: name.trim() });
}

async function askBrokers({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const brokers = await ui.input({
    title,
    place,
    prompt: 'Brokers as host:port, separated by commas. One that can be reached is enough.',
    placeholder: 'localhost:9092',
    value: draft.settings.brokers.join(', '),
    validate: brokersProblem,
  });
  return withSettings(draft, { brokers: splitBrokers(brokers) });
}

async function askSecurity({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const { settings } = draft;
  const chosen = await ui.pick({
    title,
    place,
    placeholder: 'How the brokers are spoken to',
    choices: protections,
    isInitial: ({ security, mechanism, hasCertificate }) =>
      security === settings.security &&
      mechanism === settings.sasl?.mechanism &&
      (hasCertificate === draft.hasCertificate || hasSasl(security)),
  });
  const { security, mechanism } = chosen;
  // A client certificate beside a password is kept from the settings, but not asked for.
  const hasCertificate = chosen.hasCertificate || (security === 'SASL_SSL' && draft.hasCertificate && settings.security === 'SASL_SSL');
  const { ca, cert, key } = settings.ssl;
  return {
    ...withSettings(draft, {
      security,
      ssl: { ca: hasTls(security) ? ca : undefined, cert: hasCertificate ? cert : undefined, key: hasCertificate ? key : undefined },
      sasl: mechanism === undefined ? undefined : { mechanism, username: settings.sasl?.username ?? '' },
    }),
    hasCertificate,
  };
}

const files = {
  ca: {
    prompt: "PEM file of the authority (CA) that signed the broker's certificate. Leave it empty for a public authority.",
    browse: { title: "Choose the CA's Certificate", extensions: ['pem', 'crt', 'cer'] },
  },
  cert: {
    prompt: "PEM file of the client's certificate.",
    browse: { title: "Choose the Client's Certificate", extensions: ['pem', 'crt', 'cer'] },
  },
  key: {
    prompt: "PEM file of the client's private key.",
    browse: { title: "Choose the Client's Private Key", extensions: ['pem', 'key'] },
  },
} as const;

async function askFile(context: CommandContext, title: string, draft: ConnectionDraft, place: Place, file: keyof typeof files): Ask {
  const path = (
    await context.ui.input({
      title,
      place,
      ...files[file],
      placeholder: `~/certificates/${file}.pem`,
      value: draft.settings.ssl[file] ?? '',
      async validate(text) {
        if (text.trim() === '') return file === 'ca' ? undefined : 'This file is needed.';
        const found = await readFile(context, text.trim());
        if (found === undefined) return "This file can't be read.";
        return isPem(found) ? undefined : 'This is no PEM file: no line in it begins with "-----BEGIN".';
      },
    })
  ).trim();
  const next = withSettings(draft, { ssl: { ...draft.settings.ssl, [file]: path === '' ? undefined : path } });
  return file === 'key' ? { ...next, isKeyEncrypted: isEncryptedKey((await readFile(context, path)) ?? '') } : next;
}

async function readFile(context: CommandContext, path: string): Promise<string | undefined> {
  // Whatever keeps it from being read, the user is told at the input box that it can't be.
  return context.readSettingsFile(path).catch(() => undefined);
}

function isPem(text: string): boolean {
  return /^-----BEGIN /m.test(text);
}

async function askUsername({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const { sasl } = draft.settings;
  const username = await ui.input({ title, place, prompt: 'User name.', value: sasl?.username ?? '', validate: needed('A user name') });
  return withSettings(draft, { sasl: { mechanism: sasl?.mechanism ?? 'PLAIN', username } });
}

async function askSecret({ ui }: CommandContext, draft: ConnectionDraft, place: Place, kind: SecretKind): Ask {
  const kept = draft.secrets.get(kind);
  const use = secretUse(draft.settings, kind);
  const value = await ui.input({
    title: secretTitle(draft.settings, kind),
    place,
    prompt: kept === undefined ? use : `${use} Leave it empty to keep the present one.`,
    password: true,
    ...(kept === undefined ? { validate: needed('It') } : {}),
  });
  return value === '' ? draft : { ...draft, secrets: new Map([...draft.secrets, [kind, value]]) };
}

async function askRegistry({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const { registry } = draft.settings;
  const url = await ui.input({
    title,
    place,
    prompt: 'Address of the schema registry, with its path; several of the same registry with commas. Leave it empty where there is none.',
    placeholder: 'http://localhost:8081',
    value: registry === undefined ? '' : [registry.url, ...(registry.otherUrls ?? [])].join(', '),
    validate: (text) => (text.trim() === '' ? undefined : registryUrlProblem(text.trim())),
  });
  const [first, ...otherUrls] = splitRegistryUrls(url);
  if (first === undefined) return withSettings(draft, { registry: undefined });
  const addresses = { url: first, otherUrls: otherUrls.length > 0 ? otherUrls : undefined };
  return withSettings(draft, { registry: { auth: 'none', username: undefined, ...registry, ...addresses } });
}

async function askRegistryAuth({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const auth = await ui.pick<RegistrySettings['auth']>({
    title,
    place,
    placeholder: 'How the registry lets you in',
    choices: [
      { label: 'Open', description: 'none', value: 'none' },
      { label: 'User Name and Password', description: 'basic', value: 'basic' },
      { label: 'Token', description: 'bearer', value: 'bearer' },
      { label: 'Key in a Header', description: 'header', value: 'header' },
    ],
    isInitial: (value) => value === draft.settings.registry?.auth,
  });
  return withRegistry(draft, { auth, ...(auth === 'basic' ? {} : { username: undefined }) });
}

async function askRegistryUsername({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const value = draft.settings.registry?.username ?? '';
  const username = await ui.input({ title, place, prompt: 'User name for the registry.', value, validate: needed('A user name') });
  return withRegistry(draft, { username });
}

async function askRegistryHeader({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const header = await ui.input({
    title,
    place,
    prompt: 'Name of the header that carries the key.',
    placeholder: 'X-API-Key',
    value: draft.settings.registry?.header ?? '',
    validate: registryHeaderProblem,
  });
  return withRegistry(draft, { header: header.trim() });
}

async function askReadOnly({ ui }: CommandContext, title: string, draft: ConnectionDraft, place: Place): Ask {
  const guard = await ui.pick<Pick<ConnectionSettings, 'readOnly' | 'protected'>>({
    title,
    place,
    placeholder: 'What this connection may be used for',
    choices: [
      {
        label: 'Read and Write',
        detail: 'Messages are sent and schemas are registered when you say so.',
        value: { readOnly: false, protected: false },
      },
      {
        label: 'Protected',
        detail: "The topic's name has to be typed before anything is written to it.",
        value: { readOnly: false, protected: true },
      },
      {
        label: 'Read Only',
        detail: 'Nothing that writes is offered, and nothing is written.',
        value: { readOnly: true, protected: false },
      },
    ],
    isInitial: (value) => value.readOnly === draft.settings.readOnly && (value.readOnly || value.protected === draft.settings.protected),
  });
  return withSettings(draft, guard);
}

function needed(what: string): (text: string) => string | undefined {
  return (text) => (text === '' ? `${what} is needed.` : undefined);
}

function withSettings(draft: ConnectionDraft, change: Partial<ConnectionSettings>): ConnectionDraft {
  return { ...draft, settings: { ...draft.settings, ...change } };
}

function withRegistry(draft: ConnectionDraft, change: Partial<RegistrySettings>): ConnectionDraft {
  const { registry } = draft.settings;
  return registry === undefined ? draft : withSettings(draft, { registry: { ...registry, ...change } });
}
