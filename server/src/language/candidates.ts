import type { CandidateKind } from '../../../kernel/src/plan.js';

/** Where items for a user may come from, all of them where a ranking names none: each has something to say of most shops, and what it is worth is learned. */
export const candidateKinds: readonly CandidateKind[] = ['popularity', 'similar items', 'factors'];
