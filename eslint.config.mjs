import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

// The import table: which room may import what. Keep it equal to the table in ARCHITECTURE.md.
const kafka = { group: ['kafkajs', 'kafkajs/*', 'kafkajs-*', 'lz4js', 'fzstd'], message: 'Only client/cluster/ knows the Kafka library.' };
const vscode = { group: ['vscode', 'vscode-*', 'vscode-*/*'], message: 'This room knows nothing of the editor.' };
const editorApi = {
  group: ['vscode', 'vscode-languageclient', 'vscode-languageclient/*'],
  message: 'The server knows nothing of VS Code.',
};
const clientRoom = { group: ['**/client/**'], message: 'client/ and server/ meet only in shared/protocol.ts.' };
const serverRoom = { group: ['**/server/**'], message: 'client/ and server/ meet only in shared/protocol.ts.' };
const avsc = { group: ['avsc', 'avsc/*'], message: 'The product reads and writes by itself: avsc is the peer in tests and benches.' };
const jsonc = { group: ['jsonc-parser', 'jsonc-parser/*'], message: 'Only shared/avro/parseJson.ts imports jsonc-parser.' };
const picomatch = { group: ['picomatch', 'picomatch/*'], message: 'Only shared/globs.ts imports picomatch.' };
const cel = { group: ['@marcbachmann/*'], message: 'Only shared/filter/cel.ts imports the parser of CEL.' };
const node = { group: ['node:*'], message: 'shared/ runs anywhere: web standards only.' };
const connection = {
  group: [
    'vscode-languageserver',
    'vscode-languageserver/*',
    '!vscode-languageserver-types',
    '!vscode-languageserver-textdocument',
    '**/serve.ts',
    './*.ts',
  ],
  message: 'A feature sees a parsed document and a position: no connection, no other feature.',
  allowTypeImports: true,
};
const clientTypes = {
  group: ['../*.ts', '../*/*.ts', '!../cluster/abort.ts'],
  message: 'Baselines know the types of the rest of client/ alone.',
  allowTypeImports: true,
};
const shown = {
  group: ['../views/**', '../webview/**', '../terminal/**', '../vscode*.ts', '../extension.ts'],
  message: 'A command shows what it has by what it is given.',
  allowTypeImports: true,
};
const restrict = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.tools/', 'node_modules/', '**/node_modules/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  restrict(
    ['shared/**/*.ts'],
    [vscode, kafka, node, clientRoom, serverRoom, avsc, jsonc, picomatch, cel],
    ['shared/avro/parseJson.ts', 'shared/globs.ts', 'shared/filter/cel.ts', 'shared/avro/rules/!(index).ts'],
  ),
  restrict(['shared/avro/parseJson.ts'], [vscode, kafka, node, clientRoom, serverRoom, avsc, picomatch, cel]),
  restrict(['shared/filter/cel.ts'], [vscode, kafka, node, clientRoom, serverRoom, avsc, jsonc, picomatch]),
  restrict(['shared/globs.ts'], [vscode, kafka, node, clientRoom, serverRoom, avsc, jsonc, cel]),
  restrict(
    ['shared/avro/rules/*.ts'],
    [
      vscode,
      kafka,
      node,
      clientRoom,
      serverRoom,
      avsc,
      jsonc,
      picomatch,
      cel,
      { group: ['./*.ts', '!./rule.ts'], message: 'A rule imports no other rule.' },
    ],
    ['shared/avro/rules/index.ts'],
  ),
  restrict(['server/**/*.ts'], [editorApi, kafka, clientRoom, avsc, jsonc, picomatch, cel], ['server/features/**']),
  restrict(['server/features/**/*.ts'], [editorApi, kafka, clientRoom, avsc, jsonc, picomatch, cel, node, connection]),
  restrict(
    ['client/**/*.ts'],
    [kafka, serverRoom, avsc, jsonc, picomatch, cel],
    ['client/baselines/**', 'client/cluster/**', 'client/commands/**', 'client/records/**', 'client/terminal/**'],
  ),
  restrict(['client/baselines/**/*.ts'], [vscode, kafka, serverRoom, avsc, jsonc, picomatch, cel, clientTypes]),
  restrict(['client/records/**/*.ts'], [vscode, kafka, serverRoom, avsc, jsonc, picomatch, cel]),
  restrict(['client/diagnosis/**/*.ts', 'client/reframing/**/*.ts'], [vscode, kafka, serverRoom, avsc, jsonc, picomatch, cel]),
  restrict(['client/cluster/**/*.ts'], [vscode, serverRoom, avsc, jsonc, picomatch, cel]),
  restrict(['client/commands/**/*.ts'], [{ ...vscode, allowTypeImports: true }, kafka, serverRoom, avsc, jsonc, picomatch, cel, shown]),
  restrict(['client/terminal/**/*.ts'], [vscode, kafka, serverRoom, avsc, jsonc, picomatch, cel]),
);
