/** Whether a Node runs TypeScript as it is. */
export function runsTypeScript(nodeVersion: string): boolean;
/** The path of a Node 24 in `.tools/node24`, installed from npm if it is not there yet. */
export function installNode24(say: (text: string) => void): string;
