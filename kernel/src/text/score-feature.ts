import type { Feature } from '../data/table.js';
import { type AdaptedHead, scoreAdapted } from './adapter/supervised.js';
import { type Head, scoreHead } from './heads.js';
import { type NetworkHead, scoreNetwork } from './network/network.js';
import type { TextDesign } from './text-design.js';

/** What makes a score of a text: linear, on an adapted embedding, or a network. */
export type TextHead = Head | AdaptedHead | NetworkHead;

/** A score as an input of models, and what makes it of texts yet to come. */
export interface NamedHead {
  readonly feature: string;
  readonly head: TextHead;
}

/** Scores of a text, one per row, as an input of trees and linear models; attributions go to the text. */
export function scoreFeature(name: string, text: string, values: Float64Array): Feature {
  return { name, source: text, kind: 'numeric', values };
}

/** The feature a head makes of any design of its text; NaN for rows without text. */
export function headFeature(name: string, design: TextDesign, head: TextHead): Feature {
  const byText = scoresOf(design, head);
  const values = Float64Array.from(design.codes, (code) => (code < 0 ? Number.NaN : byText[code]));
  return scoreFeature(name, design.name, values);
}

/** One per distinct text. */
function scoresOf(design: TextDesign, head: TextHead): Float64Array {
  if (!('kind' in head)) return scoreHead(design, head);
  return head.kind === 'network' ? scoreNetwork(design, head) : scoreAdapted(design, head);
}
