import { dateTimeText } from './calendar.ts';
import type { Dice } from './dice.ts';

/** What a sample is made for: the words of its field's name, in lower case, and the time that counts as now. */
export interface SampleHint {
  readonly words: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
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

/** Whether the hint's name is about one of these words. */
export function isAbout({ words }: SampleHint, ...topics: readonly string[]): boolean {
  return words.some((word) => topics.includes(word));
}

/** A text that might stand in a field of this name. */
export function sampleText(dice: Dice, hint: SampleHint): string {
  const last = hint.words.at(-1) ?? '';
  if (last === 'at' || last === 'date' || last === 'time' || last === 'timestamp') return isoText(dice, hint);
  const found = texts.find(({ about }) => isAbout(hint, ...about));
  if (found !== undefined) return found.make(dice, hint);
  if (last === 'id' || last === 'key' || last === 'code' || last === 'number' || last === 'no') return idText(dice, hint);
  return plainText(dice, hint);
}

function plainText(dice: Dice, { words }: SampleHint): string {
  return `${dice.pick(colours)} ${words.filter((word) => word !== 'name').at(-1) ?? dice.pick(things)}`;
}

interface SampleText {
  readonly about: readonly string[];
  readonly make: (dice: Dice, hint: SampleHint) => string;
}

const firstNames = ['Ann', 'Ben', 'Chloé', 'Dilan', 'Emma', 'Felix', 'Grace', 'Hiro', 'Ines', 'Jonas'] as const;
const lastNames = ['Meyer', 'Novak', 'Okafor', 'Rossi', 'Sato', 'Silva', 'Smith', 'Weber', 'Yilmaz'] as const;
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

function personName(dice: Dice): string {
  return `${firstName(dice)} ${dice.pick(lastNames)}`;
}

function asciiName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
}

/** The first entry that is about a word of the name counts. All numbers and hosts are among those reserved for examples. */
const texts: readonly SampleText[] = [
  { about: ['uuid', 'guid'], make: sampleUuid },
  { about: ['email', 'mail'], make: (dice) => `${asciiName(firstName(dice))}.${asciiName(dice.pick(lastNames))}@${domain}` },
  { about: ['phone', 'mobile', 'tel', 'telephone', 'fax'], make: (dice) => `+1 202 555 01${String(dice.int(0, 99)).padStart(2, '0')}` },
  {
    about: ['url', 'uri', 'link', 'website', 'homepage', 'href'],
    make: (dice) => `https://${domain}/${dice.pick(things)}/${dice.int(1, 99)}`,
  },
  { about: ['host', 'hostname', 'domain', 'server'], make: (dice) => `app-${dice.int(1, 9)}.${domain}` },
  { about: ['ip', 'ipv4'], make: (dice) => `192.0.2.${dice.int(1, 254)}` },
  { about: ['page', 'path', 'route', 'endpoint'], make: (dice) => `/${dice.pick(things)}s/${dice.int(1, 99)}` },
  { about: ['file', 'filename'], make: (dice) => `${dice.pick(things)}-${dice.int(1, 99)}.csv` },
  { about: ['country', 'nationality'], make: (dice) => dice.pick(['BR', 'CA', 'CH', 'DE', 'JP', 'PT', 'US']) },
  { about: ['currency'], make: (dice) => dice.pick(['CHF', 'EUR', 'JPY', 'USD']) },
  { about: ['language', 'lang', 'locale'], make: (dice) => dice.pick(['de', 'en', 'fr', 'ja', 'pt']) },
  { about: ['city', 'town'], make: (dice) => dice.pick(cities) },
  { about: ['street', 'address'], make: (dice) => `${dice.int(1, 200)} ${dice.pick(lastNames)} Street` },
  { about: ['zip', 'postal', 'postcode'], make: (dice) => String(dice.int(10_000, 99_999)) },
  { about: ['region', 'province', 'county'], make: (dice) => dice.pick(['north', 'south', 'east', 'west']) },
  { about: ['company', 'organisation', 'organization', 'vendor', 'merchant', 'brand'], make: (dice) => dice.pick(companies) },
  // Published as examples, with digits that check.
  { about: ['iban'], make: (dice) => dice.pick(['DE89370400440532013000', 'FR1420041010050500013M02606', 'GB29NWBK60161331926819']) },
  {
    about: ['last4', 'pin', 'cvc', 'cvv'],
    make: (dice, { words }) => digitsText(dice, words.includes('cvc') || words.includes('cvv') ? 3 : 4),
  },
  { about: ['password', 'secret', 'token'], make: () => 'not-a-real-secret' },
  { about: ['version'], make: (dice) => `${dice.int(1, 4)}.${dice.int(0, 9)}.${dice.int(0, 9)}` },
  { about: ['sku', 'ean', 'isbn'], make: (dice) => `SKU-${dice.int(1000, 9999)}` },
  { about: ['color', 'colour'], make: (dice) => dice.pick(colours) },
  { about: ['status', 'state'], make: (dice) => dice.pick(['active', 'new', 'done', 'waiting']) },
  { about: ['source', 'medium', 'referrer'], make: unlessId((dice) => dice.pick(['newsletter', 'search', 'shop'])) },
  { about: ['campaign', 'promotion'], make: unlessId((dice) => dice.pick(['autumn-sale', 'launch', 'spring-sale'])) },
  { about: ['channel'], make: unlessId((dice) => dice.pick(['app', 'store', 'web'])) },
  { about: ['tag', 'tags', 'label', 'labels', 'category'], make: unlessId((dice) => dice.pick(['express', 'fragile', 'gift', 'new'])) },
  { about: ['unit'], make: unlessId((dice) => dice.pick(['kg', 'm', 'piece'])) },
  { about: ['method'], make: (dice) => dice.pick(['card', 'cash', 'transfer']) },
  {
    about: ['description', 'comment', 'comments', 'note', 'notes', 'remark', 'message', 'text', 'body'],
    make: (dice) => dice.pick(remarks),
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
  return hint.words.length === 1 || isAbout(hint, 'full', 'display', ...persons) ? personName(dice) : plainText(dice, hint);
}

function titleText(dice: Dice, hint: SampleHint): string {
  if (hint.words.at(-1) === 'id' || hint.words.at(-1) === 'code') return idText(dice, hint);
  const colour = dice.pick(colours);
  return `${colour.charAt(0).toUpperCase()}${colour.slice(1)} ${dice.pick(things)}`;
}

/** A text, except where the name is that of an id, such as `source_id`. */
function unlessId(make: SampleText['make']): SampleText['make'] {
  return (dice, hint) => (/^(?:id|key|code|no|number)$/.test(hint.words.at(-1) ?? '') ? idText(dice, hint) : make(dice, hint));
}

function digitsText(dice: Dice, count: number): string {
  return String(dice.int(0, 10 ** count - 1)).padStart(count, '0');
}

/** Such as `order-4711`. */
function idText(dice: Dice, { words }: SampleHint): string {
  return `${words.length > 1 ? words.slice(0, -1).join('-') : 'id'}-${dice.int(1000, 9999)}`;
}

function isoText(dice: Dice, hint: SampleHint): string {
  const text = dateTimeText(BigInt(sampleTime(dice, hint)), 3) ?? '';
  return hint.words.at(-1) === 'date' ? text.slice(0, 10) : `${text}Z`;
}

/** A moment that suits the name: mostly within the last hour. In milliseconds since 1970. */
export function sampleTime(dice: Dice, hint: SampleHint): number {
  const day = 86_400_000;
  if (isAbout(hint, 'birth', 'birthday', 'birthdate', 'born', 'dob')) return -20 * 365 * day + dice.int(0, 55 * 365) * day;
  if (isAbout(hint, 'expires', 'expiry', 'expiration', 'due', 'until', 'valid', 'end', 'delivery')) return hint.now + dice.int(1, 90) * day;
  return hint.now - dice.int(0, 3_600_000);
}

/** A random UUID, version 4. */
export function sampleUuid(dice: Dice): string {
  const digits = (count: number): string => Array.from({ length: count }, () => dice.int(0, 15).toString(16)).join('');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${dice.int(8, 11).toString(16)}${digits(3)}-${digits(12)}`;
}
