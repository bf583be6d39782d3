/** The text as Markdown that shows it as it is: it can be from anyone, and must bring neither links nor pictures. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+.!|~&-]/g, '\\$&').replace(/\r?\n/g, '  \n');
}

/** Keeps a line of any origin from becoming a link, a picture or markup, and leaves its punctuation readable as source. */
export function escapeLine(line: string): string {
  return line.replaceAll(/[\\`*_[\]<>!#|]/g, '\\$&');
}
