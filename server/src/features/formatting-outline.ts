import { type AstNode, AstUtils, type CstNode, CstUtils, GrammarUtils, type LeafCstNode } from 'langium';
import {
  type Edge,
  isAdjustClause,
  isEdge,
  isHalfLifeClause,
  isPriceByClause,
  isStockByClause,
  isUnitCostClause,
  type Options,
  type Spec,
} from '../language/generated/ast.js';

/** A pair of braces and what stands between them. */
interface Block {
  readonly open: CstNode;
  readonly close: CstNode;
  readonly parts: readonly AstNode[];
  readonly multiline: boolean;
  readonly depth: number;
}

/**
 * What the layout must know of a spec's structure: where declarations, clauses and options start, which braces share a
 * line, and at which column the values of a block stand. Follows the tokens as they are placed.
 */
export class Outline {
  private readonly items = new Set<number>();
  private readonly parts = new Set<number>();
  private readonly opening = new Map<number, Block>();
  private readonly closing = new Map<number, Block>();
  private readonly columns = new Map<number, number>();
  private readonly open: Block[] = [];
  private previous: LeafCstNode | undefined;

  constructor(spec: Spec, indentWidth: number) {
    for (const item of [...spec.declarations, ...spec.actions]) {
      if (item.$cstNode) this.items.add(firstToken(item.$cstNode).offset);
    }
    for (const node of AstUtils.streamAst(spec)) {
      const block = blockOf(node);
      if (!block) continue;
      this.opening.set(block.open.offset, block);
      this.closing.set(block.close.offset, block);
      for (const part of block.parts) this.parts.add(firstToken(part.$cstNode!).offset);
      if (block.multiline) this.alignValues(block, indentWidth);
    }
  }

  /** A declaration or a verb starts here. */
  startsItem(leaf: LeafCstNode): boolean {
    return !leaf.hidden && this.items.has(leaf.offset);
  }

  /** A clause, an edge or an option starts here. */
  startsPart(leaf: LeafCstNode): boolean {
    return !leaf.hidden && this.parts.has(leaf.offset);
  }

  /** Fewest line breaks that must go before a token. */
  leastBreaks(leaf: LeafCstNode): 0 | 1 {
    if (this.startsItem(leaf) || this.previous?.text.startsWith('//')) return 1;
    const closed = this.closing.get(leaf.offset);
    if (closed) return closed.multiline ? 1 : 0;
    return this.startsPart(leaf) && this.afterBrace && this.open.at(-1)?.multiline ? 1 : 0;
  }

  /** Most line breaks that may go before a token: two leave one empty line. */
  mostBreaks(leaf: LeafCstNode): 0 | 1 | 2 {
    if (this.opening.has(leaf.offset)) return 0;
    return this.closing.has(leaf.offset) || this.afterBrace ? 1 : 2;
  }

  /** Steps of indentation of a token that starts a line. */
  levelOf(leaf: LeafCstNode): number {
    const depth = this.open.at(-1)?.depth ?? 0;
    if (this.closing.has(leaf.offset)) return depth - 1;
    const fresh = leaf.hidden || this.startsItem(leaf) || this.startsPart(leaf);
    return fresh ? depth : depth + 1;
  }

  /** Column from which a value or an arrow starts, where the block lines them up. */
  columnOf(leaf: LeafCstNode): number | undefined {
    return leaf.hidden ? undefined : this.columns.get(leaf.offset);
  }

  /** To be called once a token has its place. */
  passed(leaf: LeafCstNode): void {
    this.previous = leaf;
    const opened = this.opening.get(leaf.offset);
    if (opened) this.open.push(opened);
    if (this.closing.has(leaf.offset)) this.open.pop();
  }

  private get afterBrace(): boolean {
    return this.previous !== undefined && this.opening.has(this.previous.offset);
  }

  private alignValues(block: Block, indentWidth: number): void {
    const heads = block.parts
      .filter((part, i) => i === 0 || startLine(part) > block.parts[i - 1].$cstNode!.range.end.line)
      .map(headOf)
      .filter((head) => head !== undefined);
    const width = Math.max(0, ...heads.map((head) => head.width));
    for (const head of heads) {
      this.columns.set(head.value.offset, block.depth * indentWidth + width + 1);
    }
  }
}

function blockOf(node: AstNode): Block | undefined {
  const open = GrammarUtils.findNodeForKeyword(node.$cstNode, '{');
  const close = GrammarUtils.findNodeForKeyword(node.$cstNode, '}');
  if (!open || !close) return undefined;
  const parts = AstUtils.streamContents(node)
    .filter((part) => part.$cstNode !== undefined && part.$cstNode.offset > open.offset)
    .toArray();
  const multiline = open.range.start.line !== close.range.start.line;
  return {
    open,
    close,
    parts,
    multiline,
    depth: node.$type === ('Options' satisfies Options['$type']) ? 2 : 1,
  };
}

/** Clauses that start with two words. */
const twoWords = [isAdjustClause, isHalfLifeClause, isPriceByClause, isStockByClause, isUnitCostClause];

/** The word or words a part starts with, and the token its value starts with. */
function headOf(part: AstNode): { width: number; value: LeafCstNode } | undefined {
  const leaves = CstUtils.flattenCst(part.$cstNode!).toArray();
  if (leaves.some((leaf) => leaf.hidden)) return undefined;
  if (isEdge(part)) {
    const value = leaves.find((leaf) => leaf.text === '->');
    return value && { width: causesWidth(part), value };
  }
  const words = leaves.slice(0, twoWords.some((is) => is(part)) ? 2 : 1);
  const value = leaves[words.length];
  return value && { width: words.map((word) => word.text).join(' ').length, value };
}

function causesWidth(edge: Edge): number {
  return edge.causes.map((node) => node.$cstNode?.text.replace(/\s+/g, '') ?? '').join(', ').length;
}

function startLine(part: AstNode): number {
  return firstToken(part.$cstNode!).range.start.line;
}

/** First token of a node that is no comment. */
function firstToken(node: CstNode): CstNode {
  return CstUtils.flattenCst(node).find((leaf) => !leaf.hidden) ?? node;
}
