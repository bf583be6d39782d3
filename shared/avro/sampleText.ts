import { dateTimeText } from './calendar.ts';
import type { Dice } from './dice.ts';
import type { SampleHints, TextKind } from './sampleHints.ts';

/** What a sample is made for. */
export interface SampleHint {
  /** The words of its field's name, in lower case. */
  readonly words: readonly string[];
  /** The time that counts as now, in milliseconds since 1970. */
  readonly now: number;
  /** What is said of it in so many words. */
  readonly said: SampleHints;
}

/** The words of a name in any of the usual styles: `createdAt`, `created_at`, `CREATED-AT`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Whether the hint's name is about one of these words; two that stand together count as one, too. */
export function isAbout({ words }: Pick<SampleHint, 'words'>, ...topics: readonly string[]): boolean {
  return words.some((word, index) => topics.includes(word) || topics.includes(word + (words[index + 1] ?? '')));
}

export type MakeText = (dice: Dice) => string;

/** Makes texts that might stand in a field of this name. */
export function textMaker(hint: SampleHint, kind = hint.said.kind): MakeText {
  if (kind !== undefined) return (dice) => kinds[kind](dice, hint);
  const { examples } = hint.said;
  if (examples !== undefined) return likeMaker(examples, hint);
  const last = hint.words.at(-1) ?? '';
  if (last === 'at' || last === 'timestamp' || last === 'datetime') return (dice) => kinds.moment(dice, hint);
  if (last === 'date' || (last === 'time' && hint.words.length > 1))
    return (dice) => (last === 'date' ? kinds.date : kinds.moment)(dice, hint);
  const { make } = texts.find(({ about }) => isAbout(hint, ...about)) ?? {};
  if (make !== undefined) return (dice) => make(dice, hint);
  if (isIdWord(last)) return (dice) => idText(dice, hint);
  return (dice) => plainText(dice, hint);
}

function isIdWord(word: string): boolean {
  return /^(?:id|key|code|number|no|ref|reference)$/.test(word);
}

/** Texts like one of the examples: times are near now, and numbers that are parts of names are others. */
function likeMaker(examples: readonly string[], hint: SampleHint): MakeText {
  const [first, ...others] = examples.map((example): MakeText => {
    if (/^\d{4}-\d\d-\d\d$/.test(example)) return (dice) => kinds.date(dice, hint);
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(example)) return (dice) => kinds.moment(dice, hint);
    if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(example)) return sampleUuid;
    // Versions, addresses and the like would be none with other numbers.
    if (!/\p{L}/u.test(example) || /\d[.:]\d/.test(example)) return () => example;
    return (dice) => example.replaceAll(/\d{2,15}/g, (digits) => digitsLike(dice, digits));
  });
  return first === undefined
    ? (dice) => plainText(dice, hint)
    : others.length === 0
      ? first
      : (dice) => dice.pick([first, ...others])(dice);
}

function digitsLike(dice: Dice, { length }: string): string {
  return String(dice.int(10 ** (length - 1), 10 ** length - 1));
}

function plainText(dice: Dice, { words }: SampleHint): string {
  return `${dice.pick(colours)} ${words.filter((word) => word !== 'name').at(-1) ?? dice.pick(things)}`;
}

type MakeHinted = (dice: Dice, hint: SampleHint) => string;

const firstNames = ['Ann', 'Ben', 'Chloé', 'Dilan', 'Emma', 'Felix', 'Grace', 'Hiro', 'Ines', 'Jonas'] as const;
const lastNames = ['Meyer', 'Novak', 'Okafor', 'Rossi', 'Sato', 'Silva', 'Smith', 'Weber', 'Yilmaz'] as const;
const asciiNames = ['ann', 'ben', 'chloe', 'dilan', 'emma', 'felix', 'grace', 'hiro', 'ines', 'jonas'] as const;
const colours = ['amber', 'blue', 'coral', 'green', 'ivory', 'red', 'silver', 'violet'] as const;
const things = ['bicycle', 'chair', 'kettle', 'lamp', 'notebook', 'teapot', 'umbrella'] as const;
const cities = ['Berlin', 'Lisbon', 'Osaka', 'Porto Alegre', 'Toronto', 'Zürich'] as const;
const persons = ['customer', 'user', 'author', 'owner', 'person', 'contact', 'employee', 'guest', 'recipient', 'sender'] as const;
const companies = ['Acme', 'Example Foods', 'Northwind', 'Umbrella Travel'] as const;
const remarks = ['Please ring twice.', 'Leave it with the neighbours.', 'A gift: no invoice, please.', 'As discussed by phone.'] as const;
const domain = 'example.com';

function firstName(dice: Dice): string {
  return dice.pick(firstNames);
}

/** All numbers and hosts are among those reserved for examples. */
const kinds: Readonly<Record<TextKind, MakeHinted>> = {
  uuid: sampleUuid,
  email: (dice) => `${dice.pick(asciiNames)}.${dice.pick(lastNames).toLowerCase()}@${domain}`,
  person: (dice) => `${firstName(dice)} ${dice.pick(lastNames)}`,
  phone: (dice, { said }) => (said.kind === 'phone' ? `+120255501${two(dice, 99)}` : `+1 202 555 01${two(dice, 99)}`),
  url: (dice) => `https://${domain}/${dice.pick(things)}/${dice.int(1, 99)}`,
  ip: (dice) => `192.0.2.${dice.int(1, 254)}`,
  ip6: (dice) => `2001:db8::${dice.int(1, 0xffff).toString(16)}`,
  country: (dice) => dice.pick(['BR', 'CA', 'CH', 'DE', 'JP', 'PT', 'US']),
  country3: (dice) => dice.pick(['BRA', 'CAN', 'CHE', 'DEU', 'JPN', 'PRT', 'USA']),
  currency: (dice) => dice.pick(['CHF', 'EUR', 'JPY', 'USD']),
  language: (dice) => dice.pick(['de', 'en', 'fr', 'ja', 'pt']),
  locale: (dice) => dice.pick(['de-CH', 'en-US', 'fr-CA', 'ja-JP', 'pt-BR']),
  timezone: (dice) => dice.pick(['America/Toronto', 'Asia/Tokyo', 'Europe/Zurich', 'UTC']),
  // Published as examples, with digits that check.
  iban: (dice) => dice.pick(['DE89370400440532013000', 'FR1420041010050500013M02606', 'GB29NWBK60161331926819']),
  bic: (dice) => dice.pick(['COBADEFFXXX', 'DEUTDEFF', 'NWBKGB2L']),
  hash: (dice) => Array.from({ length: 8 }, () => hex(dice, 8)).join(''),
  base64: (dice) => `${Array.from({ length: 3 }, () => dice.pick(['SGVs', 'bG8g', 'd29y', 'bGQh'])).join('')}IQ==`,
  version: (dice) => `${dice.int(1, 4)}.${dice.int(0, 9)}.${dice.int(0, 9)}`,
  mime: (dice) => dice.pick(['application/json', 'image/png', 'text/plain']),
  moment: (dice, hint) => `${isoText(dice, hint)}Z`,
  date: (dice, hint) => isoText(dice, hint).slice(0, 10),
};

/** The first entry that is about a word of the name counts. */
const texts: readonly { readonly about: readonly string[]; readonly make: MakeHinted }[] = [
  { about: ['uuid', 'guid', 'correlation', 'trace', 'idempotency', 'request'], make: unlessText(kinds.uuid) },
  { about: ['email', 'mail'], make: kinds.email },
  { about: ['phone', 'mobile', 'tel', 'telephone', 'fax'], make: kinds.phone },
  { about: ['url', 'uri', 'link', 'website', 'homepage', 'href', 'avatar', 'image'], make: kinds.url },
  { about: ['host', 'hostname', 'domain', 'server'], make: (dice) => `app-${dice.int(1, 9)}.${domain}` },
  { about: ['ipv6', 'ip6'], make: kinds.ip6 },
  { about: ['ip', 'ipv4'], make: kinds.ip },
  { about: ['mac'], make: (dice) => `00:00:5e:00:53:${hex(dice, 2)}` },
  { about: ['useragent'], make: () => 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
  { about: ['mime', 'contenttype', 'mediatype'], make: kinds.mime },
  { about: ['page', 'path', 'route', 'endpoint'], make: (dice) => `/${dice.pick(things)}s/${dice.int(1, 99)}` },
  { about: ['file', 'filename'], make: (dice) => `${dice.pick(things)}-${dice.int(1, 99)}.csv` },
  { about: ['country', 'nationality'], make: kinds.country },
  { about: ['currency'], make: kinds.currency },
  { about: ['locale'], make: kinds.locale },
  { about: ['language', 'lang'], make: kinds.language },
  { about: ['timezone', 'tz'], make: kinds.timezone },
  { about: ['hash', 'checksum', 'sha256', 'digest', 'etag', 'fingerprint'], make: kinds.hash },
  { about: ['city', 'town'], make: (dice) => dice.pick(cities) },
  { about: ['zip', 'postal', 'postcode'], make: (dice) => String(dice.int(10_000, 99_999)) },
  { about: ['street', 'address'], make: (dice) => `${dice.int(1, 200)} ${dice.pick(lastNames)} Street` },
  { about: ['region', 'province', 'county'], make: (dice) => dice.pick(['north', 'south', 'east', 'west']) },
  { about: ['company', 'organisation', 'organization', 'vendor', 'merchant', 'brand'], make: unlessId((dice) => dice.pick(companies)) },
  { about: ['iban'], make: kinds.iban },
  { about: ['bic', 'swift'], make: kinds.bic },
  {
    about: ['last4', 'pin', 'cvc', 'cvv'],
    make: (dice, { words }) => digitsText(dice, words.includes('cvc') || words.includes('cvv') ? 3 : 4),
  },
  { about: ['password', 'secret', 'token'], make: () => 'not-a-real-secret' },
  { about: ['version'], make: kinds.version },
  { about: ['sku', 'ean', 'isbn'], make: (dice) => `SKU-${dice.int(1000, 9999)}` },
  { about: ['color', 'colour'], make: (dice) => dice.pick(colours) },
  { about: ['gender', 'sex'], make: (dice) => dice.pick(['f', 'm', 'x']) },
  { about: ['status', 'state'], make: unlessId((dice) => dice.pick(['active', 'new', 'done', 'waiting'])) },
  { about: ['year'], make: (dice, { now }) => String(new Date(now).getUTCFullYear() - dice.int(0, 5)) },
  {
    about: ['price', 'amount', 'total', 'subtotal', 'cost', 'fee', 'balance'],
    make: unlessId((dice) => `${dice.int(1, 999)}.${two(dice, 99)}`),
  },
  { about: ['source', 'medium', 'referrer'], make: unlessId((dice) => dice.pick(['newsletter', 'search', 'shop'])) },
  { about: ['campaign', 'promotion'], make: unlessId((dice) => dice.pick(['autumn-sale', 'launch', 'spring-sale'])) },
  { about: ['channel'], make: unlessId((dice) => dice.pick(['app', 'store', 'web'])) },
  { about: ['tag', 'tags', 'label', 'labels', 'category'], make: unlessId((dice) => dice.pick(['express', 'fragile', 'gift', 'new'])) },
  { about: ['unit'], make: unlessId((dice) => dice.pick(['kg', 'm', 'piece'])) },
  { about: ['method'], make: (dice) => dice.pick(['card', 'cash', 'transfer']) },
  {
    about: ['description', 'comment', 'comments', 'note', 'notes', 'remark', 'message', 'text', 'body', 'reason'],
    make: unlessId((dice) => dice.pick(remarks)),
  },
  { about: ['title', 'product', 'item'], make: titleText },
  { about: ['name', 'forename', 'surname', 'username', ...persons], make: nameText },
];

/** Whose name it is, or of what: `customer_id` is told by its last word, and an `event_name` is no person's. */
function nameText(dice: Dice, hint: SampleHint): string {
  const last = hint.words.at(-1);
  if (last === 'id' || last === 'key' || last === 'number') return idText(dice, hint);
  if (isAbout(hint, 'first', 'given', 'forename')) return firstName(dice);
  if (isAbout(hint, 'last', 'family', 'surname')) return dice.pick(lastNames);
  return hint.words.length === 1 || isAbout(hint, 'full', 'display', ...persons) ? kinds.person(dice, hint) : plainText(dice, hint);
}

function titleText(dice: Dice, hint: SampleHint): string {
  if (hint.words.at(-1) === 'id' || hint.words.at(-1) === 'code') return idText(dice, hint);
  const colour = dice.pick(colours);
  return `${colour.charAt(0).toUpperCase()}${colour.slice(1)} ${dice.pick(things)}`;
}

/** A text, except where the name is that of an id, such as `source_id`. */
function unlessId(make: MakeHinted): MakeHinted {
  return (dice, hint) => (isIdWord(hint.words.at(-1) ?? '') ? idText(dice, hint) : make(dice, hint));
}

/** An id, except where the name goes on: a `trace_level` is none. */
function unlessText(make: MakeHinted): MakeHinted {
  return (dice, hint) => (/^(?:id|key|uuid|guid|trace)$/.test(hint.words.at(-1) ?? '') ? make(dice, hint) : plainText(dice, hint));
}

function digitsText(dice: Dice, count: number): string {
  return String(dice.int(0, 10 ** count - 1)).padStart(count, '0');
}

function two(dice: Dice, most: number): string {
  return String(dice.int(0, most)).padStart(2, '0');
}

/** Such as `order-4711`. */
function idText(dice: Dice, { words }: SampleHint): string {
  return `${words.length > 1 ? words.slice(0, -1).join('-') : 'id'}-${dice.int(1000, 9999)}`;
}

function isoText(dice: Dice, hint: SampleHint): string {
  return dateTimeText(BigInt(sampleTime(dice, hint)), 3) ?? '';
}

/** A moment that suits the name: mostly within the last hour. In milliseconds since 1970. */
export function sampleTime(dice: Dice, hint: SampleHint): number {
  const day = 86_400_000;
  if (isAbout(hint, 'birth', 'birthday', 'birthdate', 'born', 'dob')) return -20 * 365 * day + dice.int(0, 55 * 365) * day;
  if (isAbout(hint, 'expires', 'expiry', 'expiration', 'due', 'until', 'valid', 'end', 'delivery')) return hint.now + dice.int(1, 90) * day;
  return hint.now - dice.int(0, 3_600_000);
}

function hex(dice: Dice, count: number): string {
  return dice
    .int(0, 16 ** count - 1)
    .toString(16)
    .padStart(count, '0');
}

/** A random UUID, version 4. */
export function sampleUuid(dice: Dice): string {
  const middle = `4${hex(dice, 3)}-${dice.int(8, 11).toString(16)}${hex(dice, 3)}`;
  return `${hex(dice, 8)}-${hex(dice, 4)}-${middle}-${hex(dice, 8)}${hex(dice, 4)}`;
}
