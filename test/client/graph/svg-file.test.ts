import { describe, expect, test } from 'vitest';
import { isPlainSvg, svgName } from '../../../client/src/extension/graph/svg-file.js';

const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="10">${inside}</svg>\n`;

describe('a picture that may be saved', () => {
  test.each([
    '<path d="M0,0L1,1" marker-end="url(#cs-head-1)" stroke="rgb(1, 2, 3)"/>',
    '<path marker-end="url(&quot;#cs-head-1&quot;)"/>',
    '<g transform="translate(1,2)"><title>a &lt;script&gt; b</title><text y="2" font-family="&quot;Noto&quot;">购买</text></g>',
  ])('is one of shapes and words: %s', (inside) => {
    expect(isPlainSvg(svg(inside))).toBe(true);
  });

  test.each([
    '<script>alert(1)</script>',
    '<SCRIPT/>',
    '<path onload="alert(1)"/>',
    '<path onload=alert(1) />',
    '<a href="https://example.org"><text>x</text></a>',
    '<path fill="url(https://example.org/a.svg#b)"/>',
    '<path fill="url(#a) url(https://example.org)"/>',
    '<image href="data:image/png;base64,AA"/>',
    '<foreignObject><p>x</p></foreignObject>',
    '<style>@import "https://example.org"</style>',
    '<path style="background:url(x)"/>',
    '<!-- x --><path/>',
    '<![CDATA[<script>]]>',
    '<path d="a>',
    '<path d="<"/>',
    '<g xml:base="x"/>',
    '<g xmlns:xlink="x" xlink:href="javascript:alert(1)"/>',
  ])('is not one of anything else: %s', (inside) => {
    expect(isPlainSvg(svg(inside))).toBe(false);
  });

  test.each(['', 'svg', '<html></html>', '<?xml version="1.0"?><svg ></svg>', '<svg onload="a"></svg>'])(
    'is not %j',
    (text) => {
      expect(isPlainSvg(text)).toBe(false);
    },
  );

  test('is called like its graph, as far as a file can be', () => {
    expect(['shop', 'my shop', '../../etc/passwd', '图', '***', ''].map(svgName)).toEqual([
      'shop.svg',
      'my-shop.svg',
      '-etc-passwd.svg',
      '图.svg',
      'graph.svg',
      'graph.svg',
    ]);
  });
});
