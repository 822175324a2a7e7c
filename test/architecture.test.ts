import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';

/** client -> server -> kernel: nothing points up, nothing goes round, and the renderer knows results alone. */
const rules = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-is-the-ground-floor',
      severity: 'error',
      from: { path: '^kernel/' },
      to: { path: '^(server|client)/' },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^client/' },
    },
    {
      name: 'only-the-client-knows-vscode',
      severity: 'error',
      from: { path: '^(kernel|server)/' },
      to: { path: '^vscode$|vscode-languageclient' },
    },
    {
      name: 'renderer-knows-results-alone',
      severity: 'error',
      from: { path: '^client/src/renderer/' },
      to: { path: '^(server|client/src/(extension|notebook|cli)|kernel/src/(?!result|plan))' },
    },
  ],
} as const;

test('no import points up and there are no cycles', { timeout: 120_000 }, async () => {
  const cruised = await cruise(['kernel/src', 'server/src', 'client/src'], {
    ruleSet: structuredClone(rules) as never,
    validate: true,
    tsPreCompilationDeps: true,
    exclude: { path: 'generated' },
    doNotFollow: { path: 'node_modules' },
  });
  const { summary } = cruised.output as ICruiseResult;
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  expect(summary.totalCruised).toBeGreaterThan(20);
});
