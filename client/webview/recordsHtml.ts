export interface RecordsHtmlOptions {
  readonly title: string;
  /** A word that nobody can guess: only scripts that bear it run. */
  readonly nonce: string;
  /** Where styles and fonts may come from, as a source of a content security policy. */
  readonly source: string;
  /** The address of a file in `dist/webview`. */
  readonly toUri: (file: string) => string;
}

/** The records page before its script has run. It may load its own files and nothing else, and reach nobody. */
export function toRecordsHtml({ title, nonce, source, toUri }: RecordsHtmlOptions): string {
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
<link rel="stylesheet" href="${toUri('codicon.css')}">
<link rel="stylesheet" href="${toUri('records.css')}">
<link rel="stylesheet" href="${toUri('records-bars.css')}">
</head>
<body>
<script nonce="${nonce}" src="${toUri('records.js')}"></script>
</body>
</html>`;
}
