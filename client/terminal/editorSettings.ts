import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { property } from '../../shared/schemaSettings.ts';
import { Misuse } from './io.ts';

/** Where the editor's settings are taken from. */
export interface SettingsOptions {
  /** A file with the editor's settings; undefined for the working folder's own, if there is one. */
  readonly settingsFile: string | undefined;
  readonly readsSettings: boolean;
}

/** A setting's value by its id without the prefix `avroWorkbench.`; undefined where there is none. */
export type ReadEditorSetting = (id: string) => unknown;

/** @throws Misuse where a file that is named can't be read, or is no valid JSON */
export async function readEditorSettings(
  { settingsFile, readsSettings }: SettingsOptions,
  workingFolder: string,
): Promise<ReadEditorSetting> {
  const file = path.resolve(workingFolder, settingsFile ?? '.vscode/settings.json');
  const text = readsSettings ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
  if (readsSettings && text === undefined && settingsFile !== undefined) throw new Misuse(`${settingsFile} can't be read.`);
  const { root, problems } = parseJson(text ?? '{}', { comments: true, trailingCommas: true });
  const broken = problems.find(({ severity }) => severity === 'error');
  if (broken !== undefined) throw new Misuse(`${settingsFile ?? '.vscode/settings.json'} is no valid JSON. ${broken.message}`);
  const values: unknown = root === undefined ? {} : JSON.parse(jsonToText(root));
  return (id) => property(values, `avroWorkbench.${id}`);
}
