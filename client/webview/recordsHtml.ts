export interface PageHtmlOptions {
  readonly title: string;
  /** A word that nobody can guess: only scripts that bear it run. */
  readonly nonce: string;
  /** Where styles and fonts may come from, as a source of a content security policy. */
  readonly source: string;
  /** The address of a file in `dist/webview`. */
  readonly toUri: (file: string) => string;
}

/** Of a page: its script, and its styles in their order. */
interface PageFiles {
  readonly script: string;
  readonly styles: readonly string[];
}

const recordsFiles: PageFiles = { script: 'records.js', styles: ['codicon.css', 'records.css', 'records-bars.css'] };
const inspectorFiles: PageFiles = { script: 'inspector.js', styles: [...recordsFiles.styles, 'inspector.css'] };
const containerFiles: PageFiles = { script: 'container.js', styles: [...recordsFiles.styles, 'container.css'] };
const reportFiles: PageFiles = { script: 'report.js', styles: ['codicon.css', 'records.css', 'report.css'] };

/** The records page before its script has run. */
export function toRecordsHtml(options: PageHtmlOptions): string {
  return toPageHtml(options, recordsFiles);
}

/** The byte inspector's page before its script has run. */
export function toInspectorHtml(options: PageHtmlOptions): string {
  return toPageHtml(options, inspectorFiles);
}

/** The page of a container file before its script has run. */
export function toContainerHtml(options: PageHtmlOptions): string {
  return toPageHtml(options, containerFiles);
}

/** The page of a diagnosis before its script has run. */
export function toReportHtml(options: PageHtmlOptions): string {
  return toPageHtml(options, reportFiles);
}

/** A page may load its own files and nothing else, and reach nobody. */
function toPageHtml({ title, nonce, source, toUri }: PageHtmlOptions, { script, styles }: PageFiles): string {
  const policy = `default-src 'none'; style-src ${source}; font-src ${source}; script-src 'nonce-${nonce}'`;
  // A topic's name can't hold these if a broker made it; it is escaped all the same.
  const escaped = title.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escaped}</title>
${styles.map((file) => `<link rel="stylesheet" href="${toUri(file)}">`).join('\n')}
</head>
<body>
<script nonce="${nonce}" src="${toUri(script)}"></script>
</body>
</html>`;
}
