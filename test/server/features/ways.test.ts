import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver';
import { mention, workbench } from './workbench.js';

const bench = workbench();
const { lsp } = bench.services;

const spec = (arrows: string, clauses = ''): string =>
  `data v from "none.csv"\ngraph g { ${arrows} }\neffect e { of t on y from v in g ${clauses} }\n`;

async function hover(text: string): Promise<string> {
  const document = await bench.open(text);
  const found = await lsp.HoverProvider!.getHoverContent(document, {
    textDocument: { uri: document.uri.toString() },
    position: mention(document, 'e {'),
  });
  return (found!.contents as MarkupContent).value;
}

async function tooltips(text: string): Promise<(readonly [string, string])[]> {
  const document = await bench.open(text);
  const found = await lsp.InlayHintProvider!.getInlayHints(document, {
    textDocument: { uri: document.uri.toString() },
    range: { start: { line: 0, character: 0 }, end: document.textDocument.positionAt(text.length) },
  });
  return (found ?? []).map((hint) => [String(hint.label), (hint.tooltip as MarkupContent).value] as const);
}

describe('hover over an effect', () => {
  test('lists minimal sets, marks the efficient one, and tells the roles', async () => {
    const about = await hover(spec('a -> b, t  b, p, t -> y  t -> late'));
    expect(about).toContain(
      '- Adjustment for `a`, or `b`; efficient: `b` and `p` (no set has a lower variance).',
    );
    expect(about).toContain('- No front door: nothing intercepts `t -> y`.');
    expect(about).toContain(
      '- confounders: `a`, `b`\n- effect modifiers: `p`\n- after the treatment: `late`',
    );
    expect(about).not.toContain('Formula');
    expect(await hover(spec('a -> b, t  b, t -> y'))).toContain('Adjustment for `a`, or `b` (efficient).');
    expect(await hover(spec('t -> y'))).toContain('Adjustment for nothing (efficient).');
  });

  test('names front door sets, natural effects and every no with its path', async () => {
    const door = await hover(spec('u? -> t, y  t -> m  m -> n  n -> y', 'with front door'));
    expect(door).toContain('- Front door: through `m`, or `n`.');
    expect(door).toContain('- No adjustment: `t <- u? -> y` stays open whatever is adjusted for.');
    expect(door).toContain('cannot be told apart: t \\<- u? -\\> y confounds the treatment');
    expect(door).toContain('- confounders: `u?`\n- mediators: `m`, `n`');
    const parts = await hover(spec('c -> m, y  t -> m, y  m -> y'));
    expect(parts).toContain('Direct and indirect effects: through `m`, adjusted for `c`.');
  });

  test('names instruments with what they need, and why there is none', async () => {
    const arrows = 'u? -> t, y  s -> z, y  z -> t  t -> y';
    const about = await hover(spec(arrows, 'with two stage regression'));
    expect(about).toContain('- Instrument: `z` once `s` is adjusted for. It needs a linear effect');
    expect(about).toContain(
      'No formula: `t <- u? -> y`; unobserved causes tie `t` and `y` together (a hedge)',
    );
    const spoilt = await hover(spec('u? -> t, y  z -> t  z -> w?  w -> y  t -> y'));
    expect(spoilt).toContain('No instrument: what moves `t` reaches `y` past it, too, by `z -> w? -> y`.');
    expect(spoilt).not.toContain('Ways to this effect');
  });

  test('writes the formula of the ID algorithm where nothing simpler does', async () => {
    // Tian and Pearl 2002: the treatment is confounded with none of its children.
    const about = await hover(spec('t -> m  m -> y  c -> t, m, y  u? -> t, c  w? -> c, y  x? -> t, y'));
    expect(about).toMatch(/Formula of the ID algorithm: `P\(y \| do\(t\)\) = .*sum_\{/);
  });

  test('says that there is no effect where no path leads', async () => {
    expect(await hover(spec('c -> t, y'))).toContain('No directed path leads from `t` to `y`');
  });

  test('never lets a name become markup', async () => {
    const about = await hover(spec('u? -> t, y  t -> `](x)`  `](x)` -> y  u -> `](x)`'));
    expect(about).toContain('\\]\\(x\\)');
    const outsideCode = about.replace(/`[^`\n]*`/g, '');
    expect(outsideCode).not.toMatch(/[^\\]\]\(x\)/);
  });

  test('of 40 sets lists 10, and of a chain of 2,000 variables shows the ends', async () => {
    const pairs = Array.from({ length: 6 }, (_, i) => `a${i} -> t, b${i}  b${i} -> y`).join('  ');
    const about = await hover(spec(`${pairs}  t -> y`));
    expect(about).toContain(' and others');
    expect(about.match(/, or /g)).toHaveLength(9);
    const chain = Array.from({ length: 1999 }, (_, i) => `u${i}? -> u${i + 1}`).join('  ');
    const long = await hover(spec(`${chain}  u1999? -> t  u0 -> y  t -> y`));
    expect(long.length).toBeLessThan(3000);
    expect(long).toContain(' ... ');
  });
});

describe('the hint of the adjustment set', () => {
  test('stays short, and tells in its tooltip how many other sets would do', async () => {
    const [[label, about]] = await tooltips(spec('a -> b, t  b, t -> y'));
    expect(label).toMatch(/^adjusts for [ab]$/);
    expect(about).toContain('1 other minimal set would do, too: hover over `e` for them.');
    const [[, only]] = await tooltips(spec('a -> t, y  t -> y'));
    expect(only).not.toContain('minimal');
    const pairs = Array.from({ length: 6 }, (_, i) => `a${i} -> t, b${i}  b${i} -> y`).join('  ');
    expect((await tooltips(spec(`${pairs}  t -> y`)))[0]![1]).toContain('At least 10 other');
  });
});
