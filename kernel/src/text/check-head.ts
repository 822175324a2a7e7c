import type { Head } from './heads.js';
import type { Vectorizer } from './ngrams.js';

/** Whether a value that may come from anyone is a head, with one weight per term. */
export function isHead(value: unknown): value is Head {
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
