import { describe, expect, it } from 'vitest';
import { pageMarkdown } from '../../../client/src/exchange/notebook-markdown.js';
import { pageHtml } from '../../../client/src/exchange/page.js';
import { reportOf } from '../../../client/src/report/report.js';
import type { EffectResult, Result } from '../../../kernel/src/result.js';
import { coupon, mailing } from '../../renderer/effect-examples.js';
import { examples, shop } from '../../renderer/examples.js';
import { hostile } from '../../renderer/hostile.js';
import { coupons } from '../../renderer/policy-example.js';

const setting = { file: 'shop.causal', created: '2026-01-01T08:30:00Z', command: 'causal run shop.causal' };
const written = (...results: Result[]): string => pageMarkdown(reportOf(results, setting));
/** The text of the report between a heading and the next of its level or above. */
const under = (report: string, heading: string): string => {
  const [, rest = ''] = report.split(`\n${heading}\n`);
  return rest.split(new RegExp(`\n#{1,${heading.indexOf(' ')}} `))[0];
};
const plain = (text: string): string => text.replace(/\\([^a-z0-9])/gi, '$1');

const changed = (change: Partial<EffectResult>): EffectResult => ({ ...coupon, ...change });
const withInterval = (low: number, high: number): EffectResult =>
  changed({ contrasts: [{ ...coupon.contrasts[0], interval: [low, high] }] });

describe('a report', () => {
  const report = written(shop, coupon, coupons);

  it('asks the question, answers it first, and shows what is believed before the rest', () => {
    expect(report).toMatch(/^# Did coupon change purchased/);
    const short = plain(under(report, '## In short'));
    expect(short).toContain(coupon.sentence);
    expect(short).toContain(coupons.sentence);
    const order = [
      '## In short',
      '## What is believed',
      '## coupon\\_lift: Did',
      '## coupons: what to do',
      '## How to make',
    ];
    const places = order.map((heading) => report.indexOf(`\n${heading}`));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('says whether an effect is clear, and in which direction', () => {
    expect(written(withInterval(0.01, 0.2))).toContain('The effect is clearly above none.');
    expect(written(withInterval(-0.2, -0.01))).toContain('The effect is clearly below none.');
    expect(written(withInterval(-0.2, 0.01))).toContain(
      'The effect could also be none, or go the other way.',
    );
  });

  it('warns beside the answer where a check failed, and says what each is for', () => {
    const [first, ...others] = coupon.checks;
    const failed = written(
      changed({ checks: [{ ...first, passed: false }, ...others.map((one) => ({ ...one, passed: true }))] }),
    );
    expect(under(failed, '## In short')).toContain(`1 of ${coupon.checks.length} checks failed`);
    expect(under(failed, '### How far to trust it')).toContain(`**Failed: ${first.name}.**`);
    const passed = written(changed({ checks: [{ ...first, passed: true }] }));
    expect(passed).not.toContain('checks failed');
  });

  it('says who is helped and who is harmed', () => {
    const [of] = coupon.heterogeneity;
    const group = (name: string, low: number, high: number) => ({
      ...{ modifier: 'age', group: name, n: 10, estimate: (low + high) / 2, stdError: 1 },
      interval: [low, high] as const,
    });
    const who = (...groups: ReturnType<typeof group>[]) =>
      plain(
        under(
          written(changed({ heterogeneity: [{ ...of, groups }] })),
          '### For whom it is more, and for whom it is less',
        ),
      );
    const both = who(group('old', 1, 2), group('mid', -1, 1), group('young', -4, -2));
    expect(both).toContain('most to purchased for old: 1.5');
    expect(both).toContain('least for young: −3.0');
    expect(both).toContain('opposite directions: above none for old, below none for young.');
    expect(who(group('old', 1, 2), group('mid', -1, 1))).toContain('For no group is it clearly below none.');
    expect(who(group('old', -3, -2), group('mid', -1, 1))).toContain(
      'For no group is it clearly above none.',
    );
    expect(who(group('old', -3, 2), group('mid', -1, 1))).toContain(
      'For no single group is it clearly different from none.',
    );
  });

  it('says what it rests on, and how to make it again', () => {
    const rests = plain(under(report, '### What it rests on'));
    expect(rests).toContain(coupon.estimandSentence);
    expect(rests).toContain('no open backdoor path');
    const again = under(report, '## How to make this again');
    expect(again).toContain('causal run shop.causal');
    for (const { provenance } of [coupon, coupons]) expect(again).toContain(provenance.dataHash.slice(0, 12));
  });

  it('names its file where it answers several questions', () => {
    expect(written(coupon, mailing)).toMatch(/^# shop/);
  });

  it('has a place for results of every kind, and lets nothing of theirs become markup', () => {
    const page = reportOf([...examples.values(), ...hostile.values()], setting);
    const cards = page.parts.flatMap((part) => (part.kind === 'result' ? [part.result] : []));
    expect(new Set(cards)).toEqual(new Set([...examples.values(), ...hostile.values()]));
    const html = pageHtml(page, 'show()').replace(/<script type="application\/json".*?<\/script>/s, '');
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|href="javascript/i);
  });
});
