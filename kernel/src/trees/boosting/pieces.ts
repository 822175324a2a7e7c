import { lineBytes, lineFeatures } from './layout.js';
import { narrowStride, wideStride } from './plain-loops.js';

/** Features that a piece may have. */
const widths = [8, 4, 1] as const;

/**
 * The pieces of some features, as {@link BoostingLoops.addRows} reads them: runs of neighbours in the same line.
 *
 * @param wanted features, ascending
 * @param lines address of the lines of bins
 */
export function piecesOf(
  wanted: Int32Array,
  binCounts: Int32Array,
  lines: number,
  rows: number,
  wide: boolean,
): number[] {
  const stride = wide ? wideStride : narrowStride;
  const words: number[] = [];
  let block = lines;
  let lastFirst = -1;
  let first = 0;
  for (let i = 0; i < wanted.length; ) {
    const feature = wanted[i];
    for (; feature >= first + lineFeatures; first += lineFeatures) block += rows * lineFeatures;
    const width = widthOf(wanted, i, first + lineFeatures);
    const most = Math.max(...binCounts.subarray(feature, feature + width));
    words.push(
      block + feature - first,
      lineBytes(binCounts.length),
      width,
      feature * stride,
      most,
      first === lastFirst ? 0 : 1,
    );
    lastFirst = first;
    i += width;
  }
  return words;
}

/** The widest piece that begins with the feature at `at` and ends before `end`. */
function widthOf(wanted: Int32Array, at: number, end: number): number {
  const feature = wanted[at];
  const fits = (width: number): boolean =>
    feature + width <= end && wanted[at + width - 1] === feature + width - 1;
  return widths.find(fits) ?? 1;
}
