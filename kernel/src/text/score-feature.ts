import type { Feature } from '../data/table.js';
import { type Head, scoreHead } from './heads.js';
import { type NetworkHead, scoreNetwork } from './network/network.js';
import type { TextDesign } from './text-design.js';

/** What makes a score of a text, linear or a network. */
export type TextHead = Head | NetworkHead;

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
  const byText = 'kind' in head ? scoreNetwork(design, head) : scoreHead(design, head);
  const values = Float64Array.from(design.codes, (code) => (code < 0 ? Number.NaN : byText[code]));
  return scoreFeature(name, design.name, values);
}
