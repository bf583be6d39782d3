import {
  breakText,
  chance,
  makeEnum,
  makeField,
  makeFixed,
  makeRecord,
  makeSchema,
  names,
  namespaces,
  newMaker,
  oddNames,
  oddNamespaces,
  pick,
  slips,
} from './randomSchema.ts';
import type { Json, Maker } from './randomSchema.ts';

/**
 * Makes protocols that are mostly valid, with mistakes of every kind strewn in, and their parts in any order.
 *
 * @param random yields numbers from 0 up to 1
 * @returns the text of one protocol
 */
export function randomProtocol(random: () => number): string {
  const maker: ProtocolMaker = { ...newMaker(random), errors: [] };
  const text = JSON.stringify(makeProtocol(maker));
  return random() < 0.05 ? breakText(text, random) : text;
}

interface ProtocolMaker extends Maker {
  /** The names of errors given so far. */
  readonly errors: string[];
}

function makeProtocol(maker: ProtocolMaker): Json {
  if (slips(maker)) return pick<Json>(maker, [5, null, 'int', [], ['int'], {}, makeSchema(maker, 0)]);
  const protocol: Record<string, Json> = {};
  if (!slips(maker)) protocol['protocol'] = makeName(maker);
  if (chance(maker, 0.3)) protocol['namespace'] = slips(maker) ? pick<Json>(maker, [...oddNamespaces, 5, null]) : pick(maker, namespaces);
  if (chance(maker, 0.1)) protocol['doc'] = slips(maker) ? 5 : 'text';
  if (chance(maker, 0.1)) protocol['custom'] = pick<Json>(maker, [1, null, 1e20, { a: [] }]);
  if (chance(maker, 0.9)) protocol['types'] = slips(maker) ? pick<Json>(maker, [null, {}, 'A']) : makeTypes(maker);
  if (chance(maker, 0.9)) protocol['messages'] = slips(maker) ? pick<Json>(maker, [null, [], 'A']) : makeMessages(maker);
  return shuffled(maker, protocol);
}

function makeName(maker: ProtocolMaker): Json {
  if (slips(maker)) return pick<Json>(maker, [...oddNames, 5, null]);
  return pick(maker, chance(maker, 0.7) ? names : ['P', 'n.P', 'n.m.P', '.P', 'm.P']);
}

function makeTypes(maker: ProtocolMaker): Json[] {
  return Array.from({ length: Math.floor(maker.random() * 5) }, () => {
    if (slips(maker)) return pick<Json>(maker, ['int', 'A', 5, null, ['int'], [], {}]);
    if (slips(maker)) return makeSchema(maker, 0);
    if (chance(maker, 0.35)) return makeError(maker);
    return pick(maker, [makeRecord, makeRecord, makeEnum, makeFixed])(maker, 0);
  });
}

function makeError(maker: ProtocolMaker): Json {
  const error = makeRecord(maker, 1);
  if (typeof error !== 'object' || error === null || Array.isArray(error)) return error;
  if (!slips(maker)) error['type'] = 'error';
  if (typeof error['name'] === 'string') maker.errors.push(error['name']);
  return error;
}

function makeMessages(maker: ProtocolMaker): Json {
  const messages: Record<string, Json> = {};
  for (const name of ['ping', 'send', 'get', 'put'].slice(0, Math.floor(maker.random() * 5))) {
    messages[slips(maker) ? pick(maker, oddNames) : name] = slips(maker) ? pick<Json>(maker, [5, null, [], 'A', {}]) : makeMessage(maker);
  }
  return messages;
}

function makeMessage(maker: ProtocolMaker): Json {
  const message: Record<string, Json> = {};
  const isOneWay = chance(maker, 0.2);
  if (!slips(maker)) message['request'] = slips(maker) ? pick<Json>(maker, [null, {}, 'A']) : makeRequest(maker);
  if (isOneWay || chance(maker, 0.1)) message['one-way'] = slips(maker) ? pick<Json>(maker, [null, 'true', 1]) : isOneWay;
  if (!isOneWay && !slips(maker)) message['response'] = makeSchema(maker, 1);
  else if (isOneWay && chance(maker, 0.5))
    message['response'] = slips(maker) ? makeSchema(maker, 1) : pick<Json>(maker, ['null', { type: 'null' }]);
  if (isOneWay ? slips(maker) : chance(maker, 0.4))
    message['errors'] = slips(maker) ? pick<Json>(maker, [null, {}, 'A']) : makeErrors(maker);
  if (chance(maker, 0.1)) message['doc'] = slips(maker) ? 5 : 'text';
  if (chance(maker, 0.1)) message['custom'] = pick<Json>(maker, [1, null, 1e20, { a: [] }]);
  return shuffled(maker, message);
}

function makeRequest(maker: ProtocolMaker): Json[] {
  return Array.from({ length: Math.floor(maker.random() * 4) }, (_, index) => {
    if (slips(maker)) return pick<Json>(maker, [5, 'a', null, [], {}]);
    const parameter = makeField(maker, 1, index);
    // Java's Avro refuses that, which would spoil too many.
    if (typeof parameter === 'object' && parameter !== null && !Array.isArray(parameter) && !slips(maker)) delete parameter['order'];
    return parameter;
  });
}

function makeErrors(maker: ProtocolMaker): Json[] {
  const errors = new Set<Json>();
  for (let count = Math.floor(maker.random() * 3); count > 0; count--) {
    if (maker.errors.length > 0) errors.add(pick(maker, maker.errors));
    if (slips(maker)) errors.add(pick<Json>(maker, ['string', 'int', 'A', 'Nope', '', 5, null, ['A'], makeError(maker)]));
  }
  return slips(maker) ? [...errors, ...errors] : [...errors];
}

function shuffled(maker: Maker, object: Record<string, Json>): Record<string, Json> {
  if (chance(maker, 0.5)) return object;
  return Object.fromEntries(
    Object.entries(object)
      .map((entry) => ({ entry, key: maker.random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ entry }) => entry),
  );
}
