import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';

/** client -> server -> kernel: nothing points up, nothing goes round, and the renderer knows results alone, and how they are said. */
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
      to: {
        path: '^(server|client/src/(extension|notebook|exchange|cli)|kernel/src/(?!result|plan|words/))',
      },
    },
  ],
} as const;

const { summary, modules } = await cruise(['kernel/src', 'server/src', 'client/src'], {
  ruleSet: structuredClone(rules) as never,
  validate: true,
  tsPreCompilationDeps: true,
  exclude: { path: 'generated' },
  doNotFollow: { path: 'node_modules' },
}).then(({ output }) => output as ICruiseResult);

test('no import points up and there are no cycles', () => {
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  expect(summary.totalCruised).toBeGreaterThan(20);
});

test('the rooms of the kernel stand on one another, none on itself', () => {
  const roomOf = (path: string) => /^kernel\/src\/(\w+)\//.exec(path)?.[1];
  const below = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const room = roomOf(source);
    if (room === undefined) continue;
    const rooms = below.get(room) ?? new Set();
    for (const { resolved } of dependencies) {
      const used = roomOf(resolved);
      if (used !== undefined && used !== room) rooms.add(used);
    }
    below.set(room, rooms);
  }
  expect(below.size).toBeGreaterThan(8);
  // Rooms that stand on none but rooms already set aside, until no such room is left.
  for (let grounded: string[] = ['']; grounded.length > 0; ) {
    grounded = [...below]
      .filter(([, rooms]) => [...rooms].every((each) => !below.has(each)))
      .map(([room]) => room);
    for (const room of grounded) below.delete(room);
  }
  expect(Object.fromEntries([...below].map(([room, rooms]) => [room, [...rooms]]))).toEqual({});
});
