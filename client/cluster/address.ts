const defaultPort = 9092;

/** Where a broker listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Takes `host:port` apart; an IPv6 address stands in brackets, a missing port is Kafka's usual 9092. */
export function parseAddress(text: string): Address {
  const match = /^(?:\[(?<bracketed>[^\]]*)\]|(?<plain>[^:]*))(?::(?<port>\d+))?$/.exec(text.trim());
  const { bracketed, plain, port } = match?.groups ?? {};
  return { host: bracketed ?? plain ?? text, port: port === undefined ? defaultPort : Number(port) };
}

/** Returns the address as `host:port`, as {@link parseAddress} takes it apart. */
export function formatAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
