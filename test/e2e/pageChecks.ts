// Questions to a page, which is asked by expressions since its policy lets nobody evaluate them in it.

/** Of a report: what is wider than the page, and is not scrolled by itself. */
export const overflowing = `(() => {
  const page = document.querySelector('.report');
  const right = page.getBoundingClientRect().right;
  const isScrolled = (one) => one.closest('.wide, pre') !== null;
  return [page.scrollWidth > page.clientWidth ? 'page' : '', ...[...page.querySelectorAll('h1,h2,p,li,td,button,span,code')]
    .filter((one) => one.getBoundingClientRect().right > right + 1 && !isScrolled(one)).map((one) => one.outerHTML.slice(0, 80))].filter(Boolean).join();
})()`;

/** Of a report: texts whose colour is less than 4.5 to 1 against what is behind them. */
export const lowContrasts = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const over = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const found = new Set();
  for (const one of document.querySelectorAll('.report *')) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '') || one.offsetParent === null) continue;
    const behind = [];
    for (let at = one; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const back = over(behind), front = over([...behind, getComputedStyle(one).color]);
    const [a, b] = [light(back), light(front)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) found.add(one.className + ' ' + ((a + 0.05) / (b + 0.05)).toFixed(1) + ' ' + one.textContent.slice(0, 30));
  }
  return [...found];
})()`;
