/**
 * Numbers in a row whose prefix sums' extremes are known after every change, in a balanced tree: a change costs the logarithm of
 * their count. The empty prefix counts, with sum 0.
 */
export class PrefixSums {
  /** Three numbers per node (its sum, and the largest and smallest sum of its prefixes), children of `i` at `2 i` and `2 i + 1`. */
  private readonly nodes: Float64Array;
  private readonly leaves: number;

  constructor(count: number) {
    let leaves = 1;
    while (leaves < count) leaves *= 2;
    this.leaves = leaves;
    this.nodes = new Float64Array(6 * leaves);
  }

  clear(): void {
    this.nodes.fill(0);
  }

  add(place: number, value: number): void {
    const { nodes } = this;
    let node = this.leaves + place;
    const at = 3 * node;
    const sum = nodes[at] + value;
    nodes[at] = sum;
    nodes[at + 1] = Math.max(sum, 0);
    nodes[at + 2] = Math.min(sum, 0);
    for (node >>= 1; node > 0; node >>= 1) {
      const to = 3 * node;
      const left = 6 * node;
      const first = nodes[left];
      nodes[to] = first + nodes[left + 3];
      nodes[to + 1] = Math.max(nodes[left + 1], first + nodes[left + 4]);
      nodes[to + 2] = Math.min(nodes[left + 2], first + nodes[left + 5]);
    }
  }

  get largest(): number {
    return this.nodes[4];
  }

  get smallest(): number {
    return this.nodes[5];
  }
}
