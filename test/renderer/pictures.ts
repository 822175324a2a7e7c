/** Pictures small enough to be kept: few colours, half the size, compared with room for what no eye would see. */
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** Three bytes a pixel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const mostColours = 128;
/** Steps of a channel before the most used colours are chosen: shades of grey must not crowd out a thin line. */
const step = 17;
/** Channels may differ by this much before a pixel counts as another. */
const sameChannel = 40;

/** Pieces of at most so many rows, from the top. */
export function pieces({ width, height, rgb }: Picture, tallest: number): Picture[] {
  return Array.from({ length: Math.ceil(height / tallest) }, (_, i) => {
    const [from, to] = [i * tallest, Math.min(height, (i + 1) * tallest)];
    return { width, height: to - from, rgb: rgb.subarray(3 * width * from, 3 * width * to) };
  });
}

/** The picture of a PNG, smaller by `scale`, as the browser of the page decodes it. */
export async function decode(page: Page, png: Buffer, scale: number): Promise<Picture> {
  const { width, height, bytes } = await page.evaluate(
    async ([data, by]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const size = { width: Math.round(image.width * by), height: Math.round(image.height * by) };
      const canvas = new OffscreenCanvas(size.width, size.height).getContext('2d');
      if (!canvas) throw new Error('no canvas');
      canvas.imageSmoothingQuality = 'high';
      canvas.drawImage(image, 0, 0, size.width, size.height);
      const { data: rgba } = canvas.getImageData(0, 0, size.width, size.height);
      let text = '';
      for (let i = 0; i < rgba.length; i += 4) text += String.fromCharCode(rgba[i], rgba[i + 1], rgba[i + 2]);
      return { ...size, bytes: btoa(text) };
    },
    [png.toString('base64'), scale] as const,
  );
  return { width, height, rgb: Buffer.from(bytes, 'base64') };
}

const rounded = (r: number, g: number, b: number): number =>
  [r, g, b].reduce((colour, channel) => (colour << 8) | (Math.round(channel / step) * step), 0);

/** The colours most used, each as `r << 16 | g << 8 | b`. */
function paletteOf({ rgb }: Picture): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < rgb.length; i += 3) {
    const colour = rounded(rgb[i], rgb[i + 1], rgb[i + 2]);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, mostColours)
    .map(([colour]) => colour);
}

function nearestOf(palette: readonly number[], colour: number): number {
  const away = palette.map(
    (each) =>
      Math.abs((each >> 16) - (colour >> 16)) +
      Math.abs(((each >> 8) & 255) - ((colour >> 8) & 255)) +
      Math.abs((each & 255) - (colour & 255)),
  );
  return away.indexOf(Math.min(...away));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The picture as an indexed PNG (W3C PNG, colour type 3) of its most used colours. */
export function encode(picture: Picture): Buffer {
  const { width, height, rgb } = picture;
  const palette = paletteOf(picture);
  const known = new Map(palette.map((colour, i) => [colour, i]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 1; x <= width; x++, i += 3) {
      const colour = rounded(rgb[i], rgb[i + 1], rgb[i + 2]);
      const index = known.get(colour) ?? nearestOf(palette, colour);
      known.set(colour, index);
      rows[y * (width + 1) + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk(
      'PLTE',
      Uint8Array.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Pixels that differ; infinitely many where the sizes do. */
export function difference(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) return Number.POSITIVE_INFINITY;
  let other = 0;
  for (let i = 0; i < a.rgb.length; i += 3) {
    if ([0, 1, 2].some((channel) => Math.abs(a.rgb[i + channel] - b.rgb[i + channel]) > sameChannel))
      other += 1;
  }
  return other;
}

/** What texts measure here: pictures made with other fonts cannot be compared. */
export function fontsOf(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    const measured = Object.entries({
      plain: ['13px', 'The coupon raised purchased by 0.061'],
      bold: ['600 13px', 'The coupon raised purchased by 0.061'],
      chinese: ['15px', '比较了价格'],
    }).map(([name, [font, text]]) => {
      if (!canvas) return [name, 0];
      canvas.font = `${font} system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif`;
      return [name, Math.round(canvas.measureText(text).width * 100) / 100];
    });
    return Object.fromEntries(measured);
  });
}
