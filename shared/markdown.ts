/** The text as Markdown that shows it as it is: it can be from anyone, and must bring neither links nor pictures. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+.!|~&-]/g, '\\$&').replace(/\r?\n/g, '  \n');
}
