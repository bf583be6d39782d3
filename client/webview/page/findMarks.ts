/** Of the page's style sheet: `::highlight(found)`. */
const name = 'found';

/** Marks a text, without regard to case, in all cells that are drawn; an empty one marks nothing. */
export function markText(box: HTMLElement, text: string): void {
  if (text === '') {
    CSS.highlights.delete(name);
    return;
  }
  const sought = text.toLowerCase();
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest('[role=columnheader]')) continue;
    const whole = node.nodeValue?.toLowerCase() ?? '';
    // Some letters have a lower case of another length: then places in the text are not those in the cell.
    if (whole.length !== node.nodeValue?.length) continue;
    for (let at = whole.indexOf(sought); at >= 0; at = whole.indexOf(sought, at + sought.length)) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + sought.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set(name, new Highlight(...ranges));
}
