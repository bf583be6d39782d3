import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './serve.ts';

const transports = /^--(?:stdio|node-ipc|pipe|socket)\b/;
if (process.argv.slice(2).some((argument) => transports.test(argument))) {
  serve(createConnection(ProposedFeatures.all));
} else {
  process.stderr.write('This is a language server: say how your editor talks to it, such as --stdio, --pipe=<name> or --socket=<port>.\n');
  process.exitCode = 2;
}
