import type { ClusterFacts } from '../clusterFacts.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { ReadingPlan } from './readingPlan.ts';

/** A text as a literal of Python, Java, Scala and JavaScript. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON as a literal of Python: as it stands where that can be. */
export function pythonJson(json: string): string {
  return json.includes("'''") ? quoted(json) : `r'''${json}'''`;
}

/** JSON as a text in Scala, as it stands where that can be; the class file's limit of a literal is 65,535 bytes. */
export function scalaText(json: string): string {
  const pieces = piecesOf(json).map((piece) => (/"""|\\u/.test(piece) ? quoted(piece) : `"""${piece}"""`));
  return pieces.length <= 1 ? (pieces[0] ?? '""') : `Seq(${pieces.join(', ')}).mkString`;
}

/** A text as one of Java; the class file's limit of a literal is 65,535 bytes. */
export function javaText(text: string): string {
  const pieces = piecesOf(text);
  return pieces.length <= 1 ? quoted(text) : `String.join("", ${pieces.map(quoted).join(', ')})`;
}

function piecesOf(text: string): readonly string[] {
  return text.match(/[^]{1,15000}/gu) ?? [];
}

/** A text within a comment: in one line. */
export function comment(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\\]+/gu, ' ');
}

/** The first line: whether tests run such code as it is generated, and with which software. */
export function firstLine(mark: string, ranWith: string | undefined): string {
  const said =
    ranWith === undefined ? 'not run: no test runs this one' : `such code was run with ${ranWith} by the tests of Avro Workbench`;
  return `${mark} ${said}`;
}

/** What stands on top: how the topic is framed, when that was found, and what can't be read. */
export function headingOf({ startedMs }: Diagnosis, plan: ReadingPlan): string[] {
  const { topic, ways, split, leftOut, part } = plan;
  const [first, ...others] = ways.map(({ name }) => name);
  const found = `diagnosed ${new Date(startedMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const how =
    split === 'one'
      ? `${first ?? ''} throughout`
      : split === 'offsets'
        ? others.length === 1 && leftOut.length === 0
          ? `${first ?? ''} below these offsets, ${others[0] ?? ''} from them on`
          : `${[first, ...others].join(', ')}, by partition and offset`
        : `${[first, ...others].join(' and ')} among each other: each record is told by its first bytes and headers`;
  const lines = [comment(`${topic}, ${part}s: ${how} (${found})`)];
  if (split === 'records' && ways[0]?.id === 'bare')
    lines.push('Bare Avro has no sign: what has no frame with a known schema id is read as such.');
  if (leftOut.length > 0) lines.push(comment(`Records that nothing can read are left out: ${leftOut.join(', ')}.`));
  return lines;
}

/** Of Kafka's clients in Java: settings, with passwords as what reads them from the environment. */
export function javaClientSettings(cluster: ClusterFacts, password: (before: string, after: string) => string): [string, string][] {
  const { brokers, security, mechanism = 'PLAIN', user = '' } = cluster;
  const settings: [string, string][] = [['bootstrap.servers', quoted(brokers.join(','))]];
  if (security === 'PLAINTEXT') return settings;
  settings.push(['security.protocol', quoted(security)]);
  if (!security.startsWith('SASL')) return settings;
  const login = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  const before = `org.apache.kafka.common.security.${login} required username=${quoted(user)} password="`;
  settings.push(['sasl.mechanism', quoted(mechanism)], ['sasl.jaas.config', password(before, '";')]);
  return settings;
}

/** Joins lines and blocks, those that are undefined left out. */
export function lines(...parts: readonly (string | readonly string[] | undefined)[]): string {
  return `${parts.flatMap((part) => part ?? []).join('\n')}\n`;
}
