import { isAdapter } from './adapter/adapter.js';
import type { AdaptedHead } from './adapter/supervised.js';
import type { Head } from './heads.js';
import { type NetworkHead, termDirections } from './network/network.js';
import type { Vectorizer } from './ngrams.js';
import type { NamedHead } from './score-feature.js';

/** Whether a value that may come from anyone is a head with the name of its score. */
export function isNamedHead(value: unknown): value is NamedHead {
  const named = value as NamedHead | null;
  return typeof named?.feature === 'string' && isTextHead(named.head);
}

function isTextHead(value: unknown): boolean {
  return isHead(value) || isNetworkHead(value) || isAdaptedHead(value);
}

function isAdaptedHead(value: unknown): value is AdaptedHead {
  const adapted = value as AdaptedHead | null;
  return (
    typeof adapted === 'object' &&
    adapted !== null &&
    adapted.version === 1 &&
    adapted.kind === 'adapted' &&
    isAdapter(adapted.adapter) &&
    isHead(adapted.head) &&
    adapted.head.embedding.length === adapted.adapter.dimensions
  );
}

function isNetworkHead(value: unknown): value is NetworkHead {
  const head = value as NetworkHead | null;
  return (
    typeof head === 'object' &&
    head !== null &&
    head.version === 1 &&
    head.kind === 'network' &&
    Number.isInteger(head.dimensions) &&
    head.dimensions >= 0 &&
    Number.isFinite(head.bias) &&
    areNumbers(head.weights) &&
    areNumbers(head.offsets) &&
    areNumbers(head.output) &&
    head.output.length === head.offsets.length &&
    head.weights.length === head.offsets.length * (head.dimensions + termDirections) &&
    isVectorizer(head.vectorizer) &&
    areNumbers(head.loadings) &&
    head.loadings.length === head.vectorizer.terms.length * termDirections
  );
}

/** Whether it is a linear one, with one weight per term. */
function isHead(value: unknown): value is Head {
  const head = value as Head | null;
  return (
    typeof head === 'object' &&
    head !== null &&
    head.version === 1 &&
    Number.isFinite(head.mean) &&
    Number.isFinite(head.intercept) &&
    areNumbers(head.embedding) &&
    areNumbers(head.terms) &&
    isVectorizer(head.vectorizer) &&
    head.terms.length === head.vectorizer.terms.length
  );
}

function isVectorizer(value: unknown): value is Vectorizer {
  const vectorizer = value as Vectorizer | null;
  return (
    typeof vectorizer === 'object' &&
    vectorizer !== null &&
    typeof vectorizer.id === 'string' &&
    Array.isArray(vectorizer.terms) &&
    vectorizer.terms.every((term) => typeof term === 'string') &&
    areNumbers(vectorizer.weights) &&
    vectorizer.weights.length === vectorizer.terms.length
  );
}

function areNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}
