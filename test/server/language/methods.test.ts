import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkers } from '../../../kernel/src/effects/checks/checks.js';
import { estimators } from '../../../kernel/src/effects/estimators/estimators.js';
import { checkMethods, estimatorMethods } from '../../../server/src/language/methods.js';
import { methodsReference } from '../../../server/src/language/methods-page.js';
import { estimatorOptions } from '../../../server/src/language/options.js';

const page = join(import.meta.dirname, '../../../docs/methods.md');

it('every estimator and check of the kernel is documented, and no other', () => {
  expect(Object.keys(estimatorMethods).sort()).toEqual(Object.keys(estimators).sort());
  expect(Object.keys(estimatorOptions).sort()).toEqual(Object.keys(estimators).sort());
  expect(Object.keys(checkMethods).sort()).toEqual(Object.keys(checkers).sort());
});

it('docs/methods.md is what the tables say; run with UPDATE=1 to write it anew', () => {
  if (process.env.UPDATE === '1') writeFileSync(page, methodsReference());
  expect(readFileSync(page, 'utf8')).toBe(methodsReference());
});
