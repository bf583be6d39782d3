import { isCancelled, RegistryError } from '../errors.ts';
import { toProductVersion } from './answers.ts';
import type { RegistryAnswer, RegistryHttp } from './http.ts';
import { isApicurio } from './levels.ts';

export interface RegistryProduct {
  /** Such as "Apicurio Registry"; undefined where it does not tell. */
  readonly product: string | undefined;
  readonly productVersion: string | undefined;
}

const unknown: RegistryProduct = { product: undefined, productVersion: undefined };

/** Which product answers, so far as it tells. It never fails but by an abort. */
export async function fetchProduct(http: RegistryHttp, signal: AbortSignal): Promise<RegistryProduct> {
  if (isApicurio(http)) return { product: 'Apicurio Registry', productVersion: await apicurioVersion(http, signal) };
  const confluent = toProductVersion(await askAside(http, `${http.basePath}/v1/metadata/version`, signal), 'version');
  if (confluent !== undefined) return { product: 'Confluent Schema Registry', productVersion: confluent };
  const karapace = toProductVersion(await askAside(http, `${http.basePath}/_health`, signal), 'karapace_version');
  return karapace === undefined ? unknown : { product: 'Karapace', productVersion: karapace };
}

/** It stands beside the part of Apicurio's registry that speaks as Confluent's does. */
async function apicurioVersion(http: RegistryHttp, signal: AbortSignal): Promise<string | undefined> {
  const root = http.basePath.replace(/\/ccompat\/v\d+$/, '/registry');
  for (const version of ['v3', 'v2']) {
    const found = toProductVersion(await askAside(http, `${root}/${version}/system/info`, signal), 'version');
    if (found !== undefined) return found;
  }
  return undefined;
}

async function askAside(http: RegistryHttp, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    const { status, json }: RegistryAnswer = await http.send({ method: 'GET', path, isAside: true }, signal);
    return status === 200 ? json : undefined;
  } catch (error) {
    if (isCancelled(error) || !(error instanceof RegistryError)) throw error;
    return undefined;
  }
}
