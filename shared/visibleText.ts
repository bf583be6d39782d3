// Control characters, and those that turn, hide or join the text around them: a record must not disguise its neighbours.
const hidden = /[\p{Cc}\p{Cs}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text on one line, with every character that can't be seen written as its escape. */
export function toVisible(text: string): string {
  return text.replace(hidden, (char) => short[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
