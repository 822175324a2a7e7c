import { escapeHtml } from './markup.js';

/** Longest word, label and address of a link that is looked for: what is longer stays text. */
const link = /!?\[([^[\]]{0,500})\]\(\s{0,9}<?([^\s()<>]{1,2000})>?(?:\s{1,9}"[^"]{0,500}")?\s{0,9}\)/y;
const autolink = /<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/iy;
const followed = /^(?:https?:\/\/|mailto:)/i;
const ticks = /`+/y;
const stars = /([*_])\1{0,2}/y;
const punctuation = /[!-/:-@[-`{-~]/;

interface Open {
  readonly mark: string;
  /** Of the mark among the pieces. */
  readonly at: number;
}

/**
 * A line of Markdown as HTML: code, emphasis and links that lead to the web; all else is text. One pass over the text, whatever it holds:
 * of each mark one at most is open.
 */
export function inlineHtml(text: string): string {
  const pieces: string[] = [];
  const open: Open[] = [];
  const unclosed = new Set<number>();
  let plain = 0;
  let i = 0;
  const flush = (to: number) => {
    if (to > plain) pieces.push(escapeHtml(text.slice(plain, to)));
  };
  const take = (html: string, end: number) => {
    flush(i);
    pieces.push(html);
    i = end;
    plain = end;
  };
  while (i < text.length) {
    const code = text[i] === '`' ? codeAt(text, i, unclosed) : undefined;
    const led = text[i] === '[' || text[i] === '!' || text[i] === '<' ? linkAt(text, i) : undefined;
    const run = text[i] === '*' || text[i] === '_' ? matchAt(stars, text, i) : undefined;
    if (code) take(code.html, code.end);
    else if (led) take(led.html, led.end);
    else if (run) {
      flush(i);
      emphasise(run[0], text, i, pieces, open);
      i += run[0].length;
      plain = i;
    } else if (text[i] === '`') i += matchAt(ticks, text, i)?.[0].length ?? 1;
    else if (text[i] === '\\' && text[i + 1] === '\n') take('<br>', i + 1);
    else if (text[i] === '\\' && punctuation.test(text[i + 1] ?? '')) {
      take(escapeHtml(text[i + 1]), i + 2);
    } else i++;
  }
  flush(i);
  return pieces.join('').replace(/ {2,9}\n/g, '<br>\n');
}

interface Piece {
  readonly html: string;
  readonly end: number;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** @param unclosed lengths of runs known to have no partner in the rest of the text */
function codeAt(text: string, at: number, unclosed: Set<number>): Piece | undefined {
  const run = matchAt(ticks, text, at)?.[0] ?? '';
  if (unclosed.has(run.length)) return undefined;
  for (let from = text.indexOf(run, at + run.length); from >= 0; from = text.indexOf(run, from)) {
    const partner = matchAt(ticks, text, from)?.[0] ?? run;
    if (partner.length === run.length) {
      const code = text.slice(at + run.length, from).replaceAll('\n', ' ');
      const inner = /^ .*\S.* $/s.test(code) ? code.slice(1, -1) : code;
      return { html: `<code>${escapeHtml(inner)}</code>`, end: from + run.length };
    }
    from += partner.length;
  }
  unclosed.add(run.length);
  return undefined;
}

/** Links to the web; of a picture its words, since a report fetches nothing. */
function linkAt(text: string, at: number): Piece | undefined {
  const bare = matchAt(autolink, text, at);
  if (bare) return { html: anchor(bare[1], escapeHtml(bare[1])), end: at + bare[0].length };
  const found = matchAt(link, text, at);
  if (!found) return undefined;
  const [whole, label, address] = found;
  const words = whole.startsWith('!') ? `<em>${escapeHtml(label)}</em>` : inlineHtml(label);
  const html = followed.test(address) ? anchor(address, words) : words;
  return { html, end: at + whole.length };
}

const anchor = (address: string, words: string): string =>
  `<a href="${escapeHtml(address)}" rel="noopener noreferrer">${words}</a>`;

const elements: Readonly<Record<string, string>> = { '*': 'em', _: 'em', '**': 'strong', __: 'strong' };

/** Opens or closes emphasis at a run of marks; a mark without a partner stays text. */
function emphasise(run: string, text: string, at: number, pieces: string[], open: Open[]): void {
  const [before, after] = [text[at - 1] ?? ' ', text[at + run.length] ?? ' '];
  const inWord = run[0] === '_' && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
  const opens = /\S/.test(after) && !inWord;
  const closes = /\S/.test(before) && !inWord;
  const marks = run.length === 3 ? [run.slice(0, 2), run[0]] : [run];
  // What was opened last closes first.
  const inner = open.at(-1)?.mark;
  for (const mark of inner === marks[1] ? marks.reverse() : marks) {
    const partner = open.findIndex((other) => other.mark === mark);
    if (closes && partner >= 0) {
      pieces[open[partner].at] = `<${elements[mark]}>`;
      pieces.push(`</${elements[mark]}>`);
      open.splice(partner);
      continue;
    }
    if (opens) {
      if (partner >= 0) open.splice(partner, 1);
      open.push({ mark, at: pieces.length });
    }
    pieces.push(mark);
  }
}
