import type { TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import type { Ranks } from '../../../../kernel/src/trees/model/ranks.js';
import {
  cutOf,
  featureOf,
  groupGoesLeft,
  isLeaf,
  leafNumber,
  leafOfRanks,
  leftChild,
  missingGoesLeft,
  nodeCovers,
  splitsGroups,
  type Trees,
} from '../../../../kernel/src/trees/model/trees.js';

/** Value of a coalition of players, given as bits. */
export type Game = (coalition: number) => number;

/** Margin of one output without its base. */
export function sumOfTrees(
  ensemble: TreeEnsemble,
  ranks: ArrayLike<number>,
  at: number,
  output: number,
): number {
  let sum = 0;
  let t = 0;
  for (const trees of ensemble.blocks) {
    for (let tree = 0; tree < trees.roots.length - 1; tree++, t++) {
      if (t % ensemble.outputs === output) sum += trees.values[leafOfRanks(trees, tree, ranks, at)];
    }
  }
  return sum;
}

/** Features outside the coalition follow the training rows in the nodes, by cover. */
export function pathDependent(
  ensemble: TreeEnsemble,
  ranks: Ranks,
  row: number,
  playerOf: Int32Array,
  output = 0,
): Game {
  const covers = ensemble.blocks.map(nodeCovers);
  const own = ranks.values.subarray(row * ranks.width, (row + 1) * ranks.width);
  return (coalition) => {
    let sum = 0;
    let t = 0;
    ensemble.blocks.forEach((trees, b) => {
      for (let tree = 0; tree < trees.roots.length - 1; tree++, t++) {
        if (t % ensemble.outputs === output)
          sum += expectation(trees, tree, trees.roots[tree], covers[b], own, coalition, playerOf);
      }
    });
    return sum;
  };
}

function expectation(
  trees: Trees,
  tree: number,
  node: number,
  covers: Float64Array,
  ranks: ArrayLike<number>,
  coalition: number,
  playerOf: Int32Array,
): number {
  if (isLeaf(trees, node)) return trees.values[leafNumber(trees, node)];
  const left = leftChild(trees, node);
  const value = (child: number) => expectation(trees, tree, child, covers, ranks, coalition, playerOf);
  if ((coalition >> playerOf[featureOf(trees, node)]) & 1)
    return value(goesLeft(trees, tree, node, ranks) ? left : left + 1);
  const share = covers[left] / covers[node];
  return share * value(left) + (1 - share) * value(left + 1);
}

function goesLeft(trees: Trees, tree: number, node: number, ranks: ArrayLike<number>): boolean {
  const rank = ranks[featureOf(trees, node)];
  if (rank === 0) return missingGoesLeft(trees, node);
  if (splitsGroups(trees, node)) return groupGoesLeft(trees, tree, node, rank);
  return rank <= cutOf(trees, node) + 1;
}

/** Features outside the coalition are those of background rows, one after another. */
export function interventional(
  ensemble: TreeEnsemble,
  ranks: Ranks,
  row: number,
  background: Ranks,
  playerOf: Int32Array,
  output = 0,
): Game {
  const mixed = new Uint16Array(ranks.width);
  return (coalition) => {
    let sum = 0;
    for (let b = 0; b < background.rows; b++) {
      for (let j = 0; j < ranks.width; j++) {
        const from = (coalition >> playerOf[j]) & 1 ? ranks : background;
        mixed[j] = from.values[(from === ranks ? row : b) * ranks.width + j];
      }
      sum += sumOfTrees(ensemble, mixed, 0, output);
    }
    return sum / background.rows;
  };
}

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
const bitsOf = (set: number): number => set.toString(2).replaceAll('0', '').length;

/** Shapley values by their definition: every coalition. */
export function shapley(game: Game, players: number): number[] {
  const worth = Array.from({ length: 1 << players }, (_, coalition) => game(coalition));
  return Array.from({ length: players }, (_, j) => {
    let phi = 0;
    for (let s = 0; s < 1 << players; s++) {
      if ((s >> j) & 1) continue;
      const weight = (factorial(bitsOf(s)) * factorial(players - bitsOf(s) - 1)) / factorial(players);
      phi += weight * (worth[s | (1 << j)] - worth[s]);
    }
    return phi;
  });
}

/** SHAP interaction values by their definition: half the Shapley interaction index off the diagonal. */
export function interactions(game: Game, players: number): number[][] {
  const worth = Array.from({ length: 1 << players }, (_, coalition) => game(coalition));
  const phi = shapley(game, players);
  const matrix = phi.map(() => new Array<number>(players).fill(0));
  for (let i = 0; i < players; i++) {
    for (let j = 0; j < players; j++) {
      if (i === j) continue;
      const both = (1 << i) | (1 << j);
      for (let s = 0; s < 1 << players; s++) {
        if (s & both) continue;
        const weight =
          (factorial(bitsOf(s)) * factorial(players - bitsOf(s) - 2)) / (2 * factorial(players - 1));
        matrix[i][j] += weight * (worth[s | both] - worth[s | (1 << i)] - worth[s | (1 << j)] + worth[s]);
      }
    }
    matrix[i][i] = phi[i] - matrix[i].reduce((sum, value) => sum + value, 0);
  }
  return matrix;
}
