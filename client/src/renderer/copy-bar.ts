import { say } from '../../../kernel/src/words/say.js';
import { csvOf } from './csv.js';
import { html } from './dom.js';
import { spoken } from './points.js';
import { keep, movedTo } from './roving.js';
import { type StandaloneChart, standalone } from './standalone.js';
import { twinsOf } from './twin.js';

/** Pixels of a copied picture per pixel of the page, and the most a side may have. */
const sharpness = 2;
const longestSide = 8192;

/** The chart drawn by the browser itself, from an address that holds all of it: nothing is fetched. */
async function picture(document: Document, { markup, width, height }: StandaloneChart): Promise<Blob> {
  const image = html(document, 'img', {
    src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup.replace(/\p{Surrogate}/gu, '\ufffd'))}`,
  });
  await image.decode();
  const scale = Math.min(sharpness, longestSide / Math.max(width, height));
  const canvas = html(document, 'canvas', {
    width: Math.round(width * scale),
    height: Math.round(height * scale),
  });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error(say`The picture is empty.`))),
      'image/png',
    ),
  );
}

async function allowed(action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch {
    return false;
  }
}

/** A text that the clipboard did not take, selected, so that one key copies it. */
function offer(document: Document, name: string, text: string): HTMLTextAreaElement {
  const area = html(document, 'textarea', { class: 'cs-offer', rows: 4, readonly: '', 'aria-label': name });
  area.value = text;
  // Keys of the page around us would act on the cell, not on the text.
  area.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') area.remove();
  });
  return area;
}

/** Buttons that copy a chart as picture, drawing or table: one tab stop, and a line that says what was done. */
export function copyBar(
  document: Document,
  frame: HTMLElement,
  drawing: SVGElement,
  caption?: string,
): HTMLElement {
  const said = spoken(document, 'cs-copied');
  const bar = html(document, 'div', {
    class: 'cs-copy',
    role: 'toolbar',
    'aria-label': say`Copy this chart`,
  });
  const clipboard = (): Clipboard => document.defaultView?.navigator.clipboard as Clipboard;
  const tell = (sentence: string): void => {
    said.textContent = sentence;
  };
  const copyText = async (kind: string, text: string, sentence = say`Copied as ${kind}.`): Promise<void> => {
    frame.querySelector('.cs-offer')?.remove();
    if (await allowed(() => clipboard().writeText(text))) return tell(sentence);
    const area = offer(document, say`The chart as ${kind}`, text);
    frame.append(area);
    area.select();
    tell(say`The clipboard is closed to this page: here is the ${kind}, selected, to be copied by hand.`);
  };
  const copies: Record<string, () => Promise<void>> = {
    PNG: async () => {
      const chart = standalone(frame, drawing);
      const written = await allowed(async () => {
        const item = new ClipboardItem({ 'image/png': picture(document, chart) });
        await clipboard().write([item]);
      });
      if (written) return tell(say`Copied as PNG.`);
      await copyText(
        'SVG',
        chart.markup,
        say`Pictures may not be copied from here, so the SVG was copied as text.`,
      );
    },
    SVG: () => copyText('SVG', standalone(frame, drawing).markup),
    CSV: () => copyText('CSV', csvOf(twinsOf(frame, caption))),
  };
  const buttons = Object.entries(copies).map(([kind, copy], i) => {
    const button = html(document, 'button', { type: 'button', 'aria-label': say`Copy as ${kind}` }, kind);
    button.tabIndex = i === 0 ? 0 : -1;
    button.addEventListener('click', () => void copy());
    return button;
  });
  bar.addEventListener('keydown', (event) => {
    const from = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = movedTo(event.key, from, buttons.length);
    if (to === undefined) return;
    keep(event);
    buttons.forEach((button, i) => {
      button.tabIndex = i === to ? 0 : -1;
    });
    buttons[to].focus();
  });
  bar.append(html(document, 'span', { 'aria-hidden': 'true' }, say`Copy as`), ...buttons);
  return html(document, 'div', { class: 'cs-caption' }, said, bar);
}
