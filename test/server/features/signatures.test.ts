import { expect, test } from 'vitest';
import { at, cursor, workbench } from './workbench.js';

const bench = workbench();

/** Signature and argument, from 0, at the cursor in a derived column. */
async function helpIn(marked: string): Promise<[string, number] | undefined> {
  const { text, offset } = cursor(`data visits from "visits.parquet" { derive a = ${marked} }`);
  const document = await bench.open(text);
  const help = await bench.services.lsp.SignatureHelp!.provideSignatureHelp(document, at(document, offset));
  return help && [help.signatures[0].label, help.activeParameter!];
}

test('says how the open call is made, and which argument stands at the cursor', async () => {
  expect(await helpIn('days(|')).toEqual(['days(duration) → number', 0]);
  expect(await helpIn('contains(country, |')).toEqual(['contains(text, text) → boolean', 1]);
  expect(await helpIn('contains(lower(country), |"a")')).toEqual(['contains(text, text) → boolean', 1]);
  expect(await helpIn('contains(lower(|country), "a")')).toEqual(['lower(text) → text', 0]);
});

test('counts every further argument to the last one where there may be any number', async () => {
  expect(await helpIn('least(1, 2, 3, |')).toEqual(['least(number, …) → number', 0]);
});

test('looks through plain parentheses and lists of choices', async () => {
  expect(await helpIn('round((tenure + |')).toEqual(['round(number) → number', 0]);
  expect(await helpIn('coalesce(tenure in (1, 2, |')).toEqual(['coalesce(value, …) → type of the first', 0]);
});

test('says nothing outside calls', async () => {
  expect(await helpIn('days(seen_at - last_seen) |')).toBeUndefined();
  expect(await helpIn('(tenure|)')).toBeUndefined();
  expect(await helpIn('"days(|"')).toBeUndefined();
  expect(await helpIn('days(seen_at } derive b = |')).toBeUndefined();
});
