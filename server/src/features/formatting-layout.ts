import { CstUtils, type LeafCstNode } from 'langium';
import type { Spec } from '../language/generated/ast.js';
import { Outline } from './formatting-outline.js';
import { spacesBetween } from './formatting-spaces.js';

/** White space to stand between two tokens, at the offsets where white space stands now. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  readonly space: string;
}

/** A gap in the making and the token behind it. */
interface Place {
  readonly leaf: LeafCstNode;
  readonly breaks: number;
  readonly level: number;
  spaces: number;
  /** Column at which the token ends. */
  readonly end: number;
}

/** All gaps of a spec without syntax errors, the one after the last token included. Idempotent. */
export function gapsOf(spec: Spec, text: string, indent: string): Gap[] {
  const leaves = CstUtils.flattenCst(spec.$cstNode!)
    .filter((leaf) => leaf.length > 0)
    .toArray();
  if (leaves.length === 0) return [];
  const places = placesOf(leaves, new Outline(spec, indent.length), text, indent);
  alignComments(places);
  const gaps = places.map((place, i) => ({
    start: i === 0 ? 0 : leaves[i - 1].end,
    end: place.leaf.offset,
    space: '\n'.repeat(place.breaks) + indent.repeat(place.level) + ' '.repeat(place.spaces),
  }));
  return [...gaps, { start: leaves[leaves.length - 1].end, end: text.length, space: '\n' }];
}

function placesOf(leaves: readonly LeafCstNode[], outline: Outline, text: string, indent: string): Place[] {
  const places: Place[] = [];
  for (const leaf of leaves) {
    const previous = places.at(-1);
    const breaks = previous ? breaksBetween(previous.leaf, leaf, outline, text) : 0;
    const starts = breaks > 0 || !previous;
    const level = starts ? outline.levelOf(leaf) : 0;
    const spaces = starts ? 0 : blanksBetween(previous, leaf, outline);
    const begin = starts ? level * indent.length : previous.end + spaces;
    places.push({ leaf, breaks, level, spaces, end: endColumn(leaf.text, begin) });
    outline.passed(leaf);
  }
  return places;
}

/** The person's own line breaks, within what the structure asks for and allows. */
function breaksBetween(left: LeafCstNode, right: LeafCstNode, outline: Outline, text: string): number {
  const found = text.slice(left.end, right.offset).split('\n').length - 1;
  return Math.max(outline.leastBreaks(right), Math.min(found, outline.mostBreaks(right)));
}

function blanksBetween(previous: Place, leaf: LeafCstNode, outline: Outline): number {
  const column = outline.columnOf(leaf);
  if (column !== undefined) return Math.max(1, column - previous.end);
  const afterBrace = previous.leaf.text === '{';
  return outline.startsPart(leaf) && !afterBrace ? 2 : spacesBetween(previous.leaf, leaf);
}

function endColumn(text: string, begin: number): number {
  const lastBreak = text.lastIndexOf('\n');
  return lastBreak < 0 ? begin + text.length : text.length - lastBreak - 1;
}

/** Comments behind the code of lines that follow each other stand in one column, two blanks clear of the longest. */
function alignComments(places: readonly Place[]): void {
  let group: number[] = [];
  const close = () => {
    const column = Math.max(0, ...group.map((i) => places[i - 1].end)) + 2;
    for (const i of group) places[i].spaces = column - places[i - 1].end;
    group = [];
  };
  let lastLineHadOne = false;
  places.forEach((place, i) => {
    if (place.breaks > 0) {
      if (!lastLineHadOne || place.breaks > 1) close();
      lastLineHadOne = false;
    }
    const endsLine = i + 1 === places.length || places[i + 1].breaks > 0;
    if (i > 0 && place.leaf.hidden && place.breaks === 0 && endsLine) {
      group.push(i);
      lastLineHadOne = true;
    }
  });
  close();
}
