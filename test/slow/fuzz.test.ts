import { setTimeout as sleep } from 'node:timers/promises';
import { EmptyFileSystem, URI } from 'langium';
import { describe, expect, it } from 'vitest';
import {
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver-protocol/node.js';
import { createRandom } from '../../kernel/src/statistics/random.js';
import { checkedSpec } from '../../server/src/compile.js';
import { createCausalServices } from '../../server/src/language/module.js';
import { noPreviews } from '../../server/src/language/previews.js';
import { languageId } from '../../server/src/protocol.js';
import { validateSpec } from '../../server/src/validation/validate-spec.js';
import { writeResults } from '../results.js';
import { connect } from '../server/features/client.js';
import { filesInMemory, visits } from '../server/in-memory.js';
import { below, mutant, mutated, oneOf, spoilt } from './fuzz/mutants.js';
import { type OpenText, requests } from './fuzz/requests.js';

/** Half of them texts, half of them requests. */
const inputs = Number(process.env.INPUTS ?? 1_000_000);
const seed = Number(process.env.SEED ?? 1);
/** A text that takes longer than this, in milliseconds of the processor, is as good as a hang to whoever types. */
const patience = 2000;
/** After this no answer is waited for any more, in milliseconds. */
const end = 20_000;

interface Outcome {
  inputs: number;
  crashes: number;
  hangs: number;
  slowest: number;
  /** What of it went wrong, or right, in a few words. */
  notes: string[];
}

const outcome = (): Outcome => ({ inputs: 0, crashes: 0, hangs: 0, slowest: 0, notes: [] });
const table: [string, Outcome][] = [];

/** Does something with one input, and counts it. @param clock in milliseconds */
async function count(
  to: Outcome,
  what: string,
  limit: number,
  clock: () => number,
  use: () => Promise<unknown>,
): Promise<void> {
  const began = clock();
  to.inputs++;
  try {
    await use();
  } catch (fault) {
    to.crashes++;
    if (to.notes.length < 5) to.notes.push(`${what}: ${fault instanceof Error ? fault.stack : fault}`);
  }
  const took = clock() - began;
  to.slowest = Math.max(to.slowest, took);
  if (took < limit) return;
  to.hangs++;
  if (to.notes.length < 5) to.notes.push(`${Math.round(took)} ms: ${what}`);
}

const ofProcessor = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function keep(name: string, found: Outcome): Promise<void> {
  table.push([name, found]);
  await writeResults('fuzz.md', {
    title: 'Odd input',
    command: `INPUTS=${inputs} SEED=${seed} npm run test:slow -- fuzz`,
    note: `Specs put together from declarations of all tests and changed at random, built, validated and compiled; and requests of all ${Object.keys(requests).length} kinds to a real server over a connection, on texts that change all the while, with parameters as a client sends them and with parameters of wrong kinds. A crash is an exception or an answer that tells of a fault; a hang is a text that takes the processor more than ${patience / 1000} s, or an answer that does not come within ${end / 1000} s. The slowest text is in time of the processor, the slowest answer in time of the clock.`,
    columns: ['input', 'number', 'crashes', 'hangs', 'slowest, ms'],
    rows: table.map(([input, { inputs, crashes, hangs, slowest }]) => [
      input,
      String(inputs),
      String(crashes),
      String(hangs),
      slowest.toFixed(0),
    ]),
  });
}

function expectNone({ crashes, hangs, notes }: Outcome): void {
  expect(notes).toEqual([]);
  expect([crashes, hangs]).toEqual([0, 0]);
}

describe('a spec of odd text', () => {
  it('is built, validated and compiled, and has a plan exactly where it has no error', async () => {
    const { shared } = createCausalServices({
      ...EmptyFileSystem,
      schemas: filesInMemory({ 'visits.csv': visits }),
    });
    const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
    const random = createRandom(seed);
    const found = outcome();
    const uri = URI.file('/shop/mutant.causal');
    while (found.inputs < inputs / 2) {
      const text = mutant(random);
      await count(found, text, patience, ofProcessor, async () => {
        const document = LangiumDocumentFactory.fromString(text, uri);
        LangiumDocuments.addDocument(document);
        try {
          await DocumentBuilder.build([document], { validation: true });
          await validateSpec(document.parseResult.value, noPreviews);
          const { plan, problems } = checkedSpec(document, 'mutant.causal');
          // A rule that threw is told of in the place of what it would have found.
          const fault = problems.find(({ message }) => message.startsWith('An error occurred during'));
          if (fault) throw new Error(fault.message);
          const refused = problems.some(({ severity }) => severity === 'error');
          if ((plan === undefined) !== refused)
            throw new Error('A plan in spite of an error, or none without one.');
        } finally {
          LangiumDocuments.deleteDocument(uri);
        }
      });
    }
    await keep('texts', found);
    expectNone(found);
  });
});

/** Answers that refuse what was asked, or say that the text has changed meanwhile. */
const refusals = new Set<number>([
  LSPErrorCodes.RequestCancelled,
  LSPErrorCodes.ContentModified,
  LSPErrorCodes.RequestFailed,
  ErrorCodes.InvalidParams,
  ErrorCodes.InvalidRequest,
]);

/** Texts that are open in a server, one of which changes every few requests. */
async function openTexts(
  { client }: Awaited<ReturnType<typeof connect>>,
  random: ReturnType<typeof createRandom>,
) {
  const texts: OpenText[] = [];
  for (let i = 0; i < 4; i++) {
    const open = { uri: `file:///shop/fuzz${i}.causal`, version: 1, text: mutant(random) };
    texts.push(open);
    await client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { ...open, languageId },
    });
  }
  const change = async (): Promise<void> => {
    const i = below(random, texts.length);
    const { uri, version, text: before } = texts[i]!;
    const text = before.length > 4000 || random.next() < 0.2 ? mutant(random) : mutated(random, before);
    texts[i] = { uri, version: version + 1, text };
    const textDocument = { uri, version: version + 1 };
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [{ text }],
    });
  };
  return { any: () => oneOf(random, texts), change };
}

describe.each([
  ['requests', false],
  ['requests with parameters of wrong kinds', true],
] as const)('%s', (name, wrong) => {
  it('are answered, whatever they ask', async () => {
    const connected = await connect();
    const { client, close } = connected;
    const random = createRandom(seed + (wrong ? 2 : 1));
    const texts = await openTexts(connected, random);
    const methods = Object.entries(requests);
    const found = outcome();
    while (found.inputs < inputs / 4) {
      if (random.next() < 0.1) await texts.change();
      const asked = Array.from({ length: 1 + below(random, 6) }, async () => {
        const [method, parametersOf] = oneOf(random, methods);
        const open = texts.any();
        const parameters = parametersOf(random, open);
        const sent = wrong ? spoilt(random, parameters) : parameters;
        const shown = `${method} ${JSON.stringify(sent)} of ${open.text}`;
        await count(
          found,
          shown,
          end,
          () => performance.now(),
          async () => {
            const late = new AbortController();
            try {
              const never = sleep(end, undefined, { ref: false, signal: late.signal }).catch(() => undefined);
              await Promise.race([client.sendRequest(method, sent), never]);
            } catch (refusal) {
              // Nonsense may be answered with an error, as long as it is answered.
              if (!(refusal instanceof ResponseError)) throw refusal;
              if (!wrong && !refusals.has(refusal.code)) throw refusal;
            } finally {
              late.abort();
            }
          },
        );
      });
      await Promise.all(asked);
    }
    close();
    await keep(name, found);
    expectNone(found);
  });
});
