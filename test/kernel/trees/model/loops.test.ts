import { expect, test } from 'vitest';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { placeTrees, slotsOf } from '../../../../kernel/src/trees/model/placed-trees.js';
import { drawing, randomBlock, randomInfos, randomTable } from './random-models.js';

/** All that the loops of this room leave behind in a memory: every step on both engines at the same addresses. */
function bitsLeft(loops: 'wasm' | 'plain', seed: number): Uint8Array {
  const engine = new Engine({ loops });
  const { arena, memory } = engine;
  const start = arena.mark;
  const draw = drawing(seed);
  const infos = randomInfos(5, draw);
  const precision = seed % 2 === 0 ? 'single' : 'double';
  const block = randomBlock(infos, { trees: 4, width: 1 + (seed % 3), depth: 9, precision }, draw);
  const table = randomTable(infos, 32, draw);
  const slots = slotsOf([block], infos.length);
  arena.rewind(start);
  memory.reserve(start + 2 ** 18);
  memory.views.u8.fill(0, start);

  const placed = placeTrees(arena, engine.loops, block, slots);
  const bytes = 32 * Math.max(1, slots.features.length);
  const panels = arena.take(4 * bytes);
  slots.features.forEach((feature, slot) => {
    const info = infos[feature];
    const column = table.list.find(({ name }) => name === info.name);
    const values = arena.copy(column?.values ?? new Float64Array(32));
    const to = panels + 32 * slot;
    if (info.kind === 'numeric')
      engine.loops.rankNumbers(values, 32, arena.copy(info.cuts), info.cuts.length, to, bytes);
    else {
      const groups = Uint8Array.from(info.groups ?? []);
      engine.loops.rankGroups(values, 32, arena.copy(groups), groups.length, to, bytes);
    }
  });
  const leaves = arena.take(32 * 4);
  const sums = arena.take(32 * 8 * block.width);
  const { u32 } = memory.views;
  for (let tree = 0; tree < placed.trees; tree++) {
    const [root, numbers, depth, sets] = u32.subarray(
      placed.table / 4 + 4 * tree,
      placed.table / 4 + 4 * tree + 4,
    );
    engine.loops.findLeavesBySets(root, numbers, depth, sets, panels, bytes, 4, leaves);
    if (sets === 0) {
      const bySets = u32.slice(leaves / 4, leaves / 4 + 32);
      engine.loops.findLeaves(root, numbers, depth, panels, bytes, 4, leaves);
      expect(u32.slice(leaves / 4, leaves / 4 + 32)).toEqual(bySets);
    }
    const add = precision === 'single' ? engine.loops.addSingleLeaves : engine.loops.addLeaves;
    add(leaves, 32, placed.values, block.width, sums, 8 * block.width);
  }
  return memory.views.u8.slice(start, start + 2 ** 18);
}

test('both kinds of loops leave the same bits', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const wasm = bitsLeft('wasm', seed);
    expect(Buffer.compare(wasm, bitsLeft('plain', seed))).toBe(0);
    expect(wasm.some((byte) => byte !== 0)).toBe(true);
  }
});
