import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownHtml } from '../../../client/src/exchange/markdown-html.js';

/** Blocks without what says how they are read. */
const html = (text: string) => markdownHtml(text).replaceAll(' dir="auto"', '');

describe('Markdown in a report', () => {
  it.each([
    ['# Did it work?', '<h2>Did it work?</h2>'],
    ['###### Deep ##', '<h6>Deep</h6>'],
    ['One\ntwo.\n\nThree.', '<p>One\ntwo.</p>\n<p>Three.</p>'],
    ['a  \nb', '<p>a<br>\nb</p>'],
    [
      '**bold** and *it*, __too__ _so_',
      '<p><strong>bold</strong> and <em>it</em>, <strong>too</strong> <em>so</em></p>',
    ],
    ['***both***', '<p><strong><em>both</em></strong></p>'],
    ['2 * 3 * 4, snake_case_name', '<p>2 * 3 * 4, snake_case_name</p>'],
    ['*never closed', '<p>*never closed</p>'],
    ['**a *b** c*', '<p><strong>a *b</strong> c*</p>'],
    ['`x < y` and `` a`b ``', '<p><code>x &#60; y</code> and <code>a`b</code></p>'],
    ['\\*not\\* `unclosed', '<p>*not* `unclosed</p>'],
    ['- a\n- b\n  - c\n', '<ul><li>a</li><li><p>b</p>\n<ul><li>c</li></ul></li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ['> so\n> it is', '<blockquote><p>so\nit is</p></blockquote>'],
    ['---', '<hr>'],
    ['```python\nx = "<b>"\n```\nafter', '<pre><code>x = &#34;&#60;b&#62;&#34;</code></pre>\n<p>after</p>'],
    ['```\ncut short', '<pre><code>cut short</code></pre>'],
    [
      '| a | b |\n|---|--:|\n| 1 | x\\|y |',
      '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>x|y</td></tr></tbody></table>',
    ],
    [
      '[the paper](https://example.org/a?b=1&c)',
      '<p><a href="https://example.org/a?b=1&#38;c" rel="noopener noreferrer">the paper</a></p>',
    ],
    [
      '<https://example.org>',
      '<p><a href="https://example.org" rel="noopener noreferrer">https://example.org</a></p>',
    ],
    ['![a plot](plot.png)', '<p><em>a plot</em></p>'],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    ['[x](javascript:alert)', '<p>x</p>'],
    ['<img src=x onerror=alert(1)>', '<p>&#60;img src=x onerror=alert(1)&#62;</p>'],
  ])('%j', (text, expected) => expect(html(text)).toBe(expected));

  const elements = 'h[2-6]|p|br|strong|em|code|pre|ul|ol|li|blockquote|hr|table|thead|tbody|tr|th|td';
  const known = new RegExp(
    `</?(?:${elements})(?: dir="auto")?(?: start="\\d+")?>|<a href="(?:https?://|mailto:)[^"<>]*" rel="noopener noreferrer">|</a>`,
    'gi',
  );
  const tricky = fc.constantFrom(
    ...[
      '*',
      '**',
      '_',
      '`',
      '``',
      '[',
      ']',
      '(',
      ')',
      '!',
      '<',
      '>',
      '"',
      "'",
      '&',
      '\\',
      '|',
      '-',
      '# ',
      '> ',
    ],
    ...[
      '- ',
      '1. ',
      '\n',
      '\n\n',
      '  ',
      '|---|',
      '```',
      'https://a.b',
      '<script>',
      'javascript:',
      'x',
      '\u2028',
    ],
  );

  it('makes no element that is not named here, and closes what it opens', () => {
    fc.assert(
      fc.property(fc.array(tricky, { maxLength: 40 }), (parts) => {
        const made = markdownHtml(parts.join(''));
        expect(made.replace(known, '')).not.toMatch(/[<>"]/);
        const open: string[] = [];
        for (const [, end, tag] of made.matchAll(/<(\/?)(\w+)/g)) {
          if (tag === 'br' || tag === 'hr') continue;
          if (end) expect(open.pop()).toBe(tag);
          else open.push(tag);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['*', '**a ', '`', '`a``', '[', '![a](', '> ', '- ', '|', '\\', '_a*', '<https://', '#', '~'])(
    'takes a moment for twenty thousand of %j',
    (piece) => {
      const began = performance.now();
      markdownHtml(piece.repeat(20_000));
      markdownHtml(`${piece}\n`.repeat(20_000));
      expect(performance.now() - began).toBeLessThan(3000);
    },
  );
});
