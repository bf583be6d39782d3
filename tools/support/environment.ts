/** What npm, a surrounding editor, a test runner or this process's own parent put there for themselves. */
const leaks = /^(VSCODE_(?!EXECUTABLE$|VERSION$)|npm_|ELECTRON_|NODE_OPTIONS$|NODE_CHANNEL_|NODE_TEST_CONTEXT$|PORT$)/;

/** The environment for an editor that is started here: without what would make it talk to, or behave as, something else. */
export function environmentForEditor(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !leaks.test(name)));
}
