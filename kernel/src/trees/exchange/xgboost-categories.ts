import { Part } from './json-parts.js';
import { unreadable, unsupported } from './refusals.js';

/**
 * Names of the categories of each feature, where the model keeps those of the DataFrame it was trained on (`cats`, from
 * XGBoost 3.1 on); none for a feature of numbers. Texts are held as the bytes of all and the offset of each, but XGBoost may
 * count offsets in characters: beyond ASCII, where the two differ, names could be others than those trained on.
 */
export function readCategoryNames(model: Part, features: number): (readonly string[] | undefined)[] {
  const encodings = model.has('cats') ? model.part('cats').list('enc') : [];
  if (encodings.length === 0) return new Array(features).fill(undefined);
  if (encodings.length !== features)
    throw unreadable('XGBoost', `it has ${features} features and the categories of ${encodings.length}`);
  return encodings.map((encoding) => {
    const part = Part.of(encoding, 'cats');
    const names = part.has('offsets') ? readTexts(part) : Array.from(part.numbers('values'), String);
    return names.length > 0 ? names : undefined;
  });
}

function readTexts(part: Part): string[] {
  const bytes = Buffer.from(part.integers('values', -128, 255));
  if (bytes.some((byte) => byte > 127))
    throw unsupported(
      'XGBoost',
      'its categories have names beyond ASCII, which XGBoost may have saved cut short; rename these levels and train it again',
    );
  const offsets = part.integers('offsets', 0, bytes.length);
  const names: string[] = [];
  for (let i = 1; i < offsets.length; i++) {
    if (offsets[i] < offsets[i - 1]) throw unreadable('XGBoost', 'its names of categories overlap');
    names.push(bytes.toString('utf8', offsets[i - 1], offsets[i]));
  }
  return names;
}
