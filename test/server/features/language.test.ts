import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  HoverRequest,
  InlayHintRequest,
  type MarkupContent,
} from 'vscode-languageserver-protocol';
import { codePageRequest, overviewRequest, planRequest } from '../../../server/src/protocol.js';
import { speakLocale } from '../../../server/src/words/speak.js';
import { connect } from './client.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causal-'));
  await writeFile(join(folder, 'visits.csv'), 'tenure,coupon,purchased\n1,0,0\n2,1,1\n3,0,1\n4,1,1\n');
});
afterAll(() => rm(folder, { recursive: true }));
// A server is a process, whose language is its own; here it shares that of the tests.
afterEach(() => speakLocale(undefined));

const broken = `data visits from "visits.csv"
graph shop { tenure -> coupon, purchased  coupon -> purchased  taste? -> purchased }
effect lift { of coupon on purchased  from visits  in shop }
model buys { predict purchased from visits  using tenur }
`;
const whole = broken.split('\n').slice(0, 3).join('\n');

/** Everything that an editor of some locale shows of a spec. */
async function shownIn(locale: string | undefined, text: string) {
  const connected = await connect({ workspaceTrusted: true }, folder, locale);
  const { client, diagnostics, close } = connected;
  const uri = `file://${folder}/spec.causal`;
  const textDocument = { uri };
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'causal', version: 1, text },
  });
  const { problems, plan } = await client.sendRequest(planRequest, { uri });
  await vi.waitFor(() => expect(diagnostics.has(uri)).toBe(true), { timeout: 5000, interval: 10 });
  const told: Diagnostic[] = diagnostics.get(uri) ?? [];
  const at = (line: number, word: string) => ({
    textDocument,
    position: { line, character: text.split('\n')[line]!.indexOf(word) + 1 },
  });
  const hover = async (line: number, word: string) => {
    const found = await client.sendRequest(HoverRequest.type, at(line, word));
    return (found?.contents as MarkupContent | undefined)?.value ?? '';
  };
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const actions = await client.sendRequest(CodeActionRequest.type, {
    textDocument,
    range: told[0]?.range ?? range,
    context: { diagnostics: told },
  });
  const completion = await client.sendRequest(CompletionRequest.type, {
    textDocument,
    position: { line: 2, character: text.split('\n')[2]!.length - 1 },
  });
  const hints = await client.sendRequest(InlayHintRequest.type, { textDocument, range });
  const lenses = await client.sendRequest(CodeLensRequest.type, { textDocument });
  const shown = {
    problems,
    plan,
    diagnostics: told,
    lenses: (lenses ?? []).map(({ command }) => command!.title),
    hints: (hints ?? []).map(({ label, tooltip }) => `${label} | ${(tooltip as MarkupContent).value}`),
    fixes: (actions ?? []).map(({ title }) => title),
    items: 'items' in completion! ? completion.items : [],
    column: await hover(1, 'tenure'),
    keyword: await hover(2, 'from'),
    effect: await hover(2, 'lift'),
    page: await client.sendRequest(codePageRequest, { code: 'CS1003' }),
    overview: await client.sendRequest(overviewRequest, { uri }),
  };
  close();
  return shown;
}

describe('the server speaks the language of the editor', () => {
  test('in an editor in Chinese every word is Chinese, and every code, place and number as in English', async () => {
    const english = await shownIn('en', broken);
    const chinese = await shownIn('zh-cn', broken);
    expect(english.diagnostics.map(({ message }) => message)).toEqual([
      'There is no "tenur" in data visits; did you mean "tenure"?',
    ]);
    expect(chinese.diagnostics.map(({ message }) => message)).toEqual([
      '数据 visits 中没有“tenur”；是否想写“tenure”？',
    ]);
    const placed = ({ code, range, severity, source }: Diagnostic) => ({ code, range, severity, source });
    expect(chinese.diagnostics.map(placed)).toEqual(english.diagnostics.map(placed));
    expect(chinese.problems.map(({ code, place }) => ({ code, place }))).toEqual(
      english.problems.map(({ code, place }) => ({ code, place })),
    );
    expect(english.fixes).toEqual(['Change tenur to tenure']);
    expect(chinese.fixes).toEqual(['将 tenur 改为 tenure']);
  });

  test('lenses, hints, hovers, completion and the outline, too', async () => {
    const english = await shownIn('en-GB', whole);
    const chinese = await shownIn('zh-CN', whole);
    expect(english.lenses.slice(0, 3)).toEqual(['Show Graph', 'Open Graph Beside', 'Train']);
    expect(chinese.lenses.slice(0, 3)).toEqual(['显示因果图', '在旁边打开因果图', '训练']);
    expect(english.column).toContain('From `1` to `4`, none missing, about 4 distinct, 4 rows looked at.');
    expect(chinese.column).toContain('从 `1` 到 `4`，没有缺失，约 4 个不同值，查看了 4 行。');
    expect(english.keyword).toContain('Where the rows come from');
    expect(chinese.keyword).toContain('各行的来源');
    expect(chinese.keyword).toContain('```causal');
    expect(english.effect).toContain('tenure is adjusted for: it blocks every backdoor path');
    expect(chinese.effect).toContain(
      '调整 tenure：它阻断了图 shop 中从 coupon 到 purchased 的所有后门路径。',
    );
    expect(chinese.effect).toContain('95 % 置信区间，5 折，种子 7。');
    expect(english.hints[0]).toMatch(/^adjusts for tenure \|/);
    expect(chinese.hints[0]).toMatch(/^调整：tenure \|/);
    const detail = ({ items }: typeof english) => items.find(({ label }) => label === 'by')?.documentation;
    expect((detail(english) as MarkupContent).value).toContain('Effect modifiers: for whom does it work?');
    expect((detail(chinese) as MarkupContent).value).toContain('效应修饰变量：对谁有效？');
    expect(english.overview[1]?.parts.map((part) => part.detail)).toContain('confounder');
    expect(chinese.overview[1]?.parts.map((part) => part.detail)).toContain('混杂变量');
  });

  test('the page that the code of a diagnostic leads to, too', async () => {
    const { page: english } = await shownIn('en', broken);
    const { page: chinese } = await shownIn('zh-cn', broken);
    expect(english).toMatch(/^# CS1003: Unknown variable\n\n\*error\*\n\n/);
    expect(english).toContain('**What to do.** Correct the name.');
    expect(chinese).toMatch(/^# CS1003：未知的变量\n\n\*错误\*\n\n/);
    expect(chinese).toContain('**怎么办**：请改正名称。');
  });

  test('what is computed is the same to the last digit of its hash, whoever reads it', async () => {
    const english = await shownIn('en', whole);
    const chinese = await shownIn('zh-cn', whole);
    expect(english.plan?.steps.length).toBe(3);
    expect(chinese.plan).toEqual(english.plan);
  });

  test.each([undefined, 'en', 'de', 'zh-tw'])(
    'a locale without a catalogue, %s, reads English',
    async (locale) => {
      const { diagnostics, lenses } = await shownIn(locale, broken);
      expect(diagnostics[0]?.message).toBe('There is no "tenur" in data visits; did you mean "tenure"?');
      expect(lenses).toContain('Train');
    },
  );
});
