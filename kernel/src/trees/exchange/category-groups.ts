/**
 * The coarsest division of categories into groups that no set of categories cuts through: those that no split tells apart
 * share a group (partition refinement; Paige and Tarjan 1987).
 */
export class CategoryGroups {
  /** Group of each category, 0, 1, ... */
  readonly groupOf: Int32Array;
  private readonly sizes: number[];

  constructor(categories: number) {
    this.groupOf = new Int32Array(categories);
    this.sizes = [categories];
  }

  get count(): number {
    return this.sizes.length;
  }

  /** Divides the groups that a set holds in part only; a set names each category once. */
  refine(members: ArrayLike<number>): void {
    const held = new Map<number, number>();
    for (let i = 0; i < members.length; i++) {
      const group = this.groupOf[members[i]];
      held.set(group, (held.get(group) ?? 0) + 1);
    }
    const renamed = new Map<number, number>();
    for (const [group, size] of held) {
      if (size === this.sizes[group]) continue;
      renamed.set(group, this.sizes.length);
      this.sizes.push(size);
      this.sizes[group] -= size;
    }
    for (let i = 0; i < members.length; i++) {
      const group = this.groupOf[members[i]];
      this.groupOf[members[i]] = renamed.get(group) ?? group;
    }
  }
}
