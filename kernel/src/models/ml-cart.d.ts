/** The part of ml-cart that is used here; the package comes without types. */
declare module 'ml-cart' {
  export interface CartNode {
    readonly left?: CartNode;
    readonly right?: CartNode;
    /** Rows with a value below `splitValue` in this column go left. */
    readonly splitColumn?: number;
    readonly splitValue?: number;
  }

  export class DecisionTreeRegression {
    constructor(options: { gainThreshold: number; maxDepth: number; minNumSamples: number });
    readonly root: CartNode;
    train(rows: number[][], outcome: number[]): void;
  }
}
