import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../client/src/exchange/page.js';
import { distinctResults } from '../../client/src/report/distinct-results.js';
import type { ScoreResult } from '../../kernel/src/result.js';

const attack = '</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> \u2028';

const scored: ScoreResult = {
  kind: 'score',
  name: attack,
  sentence: attack,
  warnings: [attack],
  path: 'scored.csv',
  rows: 1,
  columns: [attack],
  preview: [[attack]],
  provenance: { stepHash: 's', specHash: 'p', dataHash: 'd', seed: 1, versions: {} },
};

const page = (script: string) =>
  pageHtml(
    {
      title: attack,
      created: '2026-01-01T00:00:00Z',
      parts: [
        { kind: 'markdown', text: attack },
        { kind: 'source', text: attack },
        { kind: 'result', result: scored },
        { kind: 'error', name: attack, message: attack },
        { kind: 'note', text: `${attack}\n${attack}\t${attack}` },
      ],
    },
    script,
  );

describe('pageHtml', () => {
  it('lets nothing that came from data become markup', () => {
    const html = page('show()');
    expect(html.match(/<script\b/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<!--/);
  });

  it('carries the results, to the letter', () => {
    const [, data] = /id="causal-results">(.*?)<\/script>/s.exec(page('show()')) ?? [];
    expect(JSON.parse(data!)).toEqual({ title: attack, created: '2026-01-01T00:00:00Z', results: [scored] });
  });

  it('allows its own script by hash, and no other and no connection', () => {
    const html = page('const end = "</script>"; show(end)');
    const [, script] = /<script>(.*?)<\/script>\n<\/body>/s.exec(html) ?? [];
    expect(script).toBe('const end = "<\\/script>"; show(end)');
    const hash = createHash('sha256').update(script!).digest('base64');
    expect(html).toContain(`content="default-src 'none'; script-src 'sha256-${hash}';`);
  });
});

describe('distinctResults', () => {
  it('shows once what two verbs asked for', () => {
    const again = { ...scored, provenance: { ...scored.provenance, place: { line: 9, character: 1 } } };
    expect(distinctResults([scored, again, { ...scored, name: 'other' }])).toHaveLength(2);
  });
});
