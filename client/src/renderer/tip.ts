import { html } from './dom.js';

const gap = 8;
const air = 4;

/** A note beside the point in hand. It stands in the top layer, where nothing around it can cut it off. */
export interface Tip {
  readonly element: HTMLElement;
  show(text: string, beside: Element): void;
  hide(): void;
}

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, high));

/** Above the anchor where there is room, else below it; never beyond the edges of the window. */
function place(element: HTMLElement, beside: Element): void {
  const anchor = beside.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const { clientWidth } = element.ownerDocument.documentElement;
  const windowHeight = element.ownerDocument.defaultView?.innerHeight ?? anchor.bottom + height;
  const left = between(air, anchor.left + (anchor.width - width) / 2, clientWidth - width - air);
  const above = anchor.top - height - gap;
  const top = above >= air ? above : Math.min(anchor.bottom + gap, windowHeight - height - air);
  element.style.left = `${Math.round(left)}px`;
  element.style.top = `${Math.round(top)}px`;
}

/** It repeats for the eye what the point in hand is called, so it is not read out again. Escape hides it. */
export function newTip(document: Document): Tip {
  const element = html(document, 'div', {
    class: 'cs-tip',
    popover: 'manual',
    'aria-hidden': 'true',
    dir: 'auto',
  });
  let anchor: Element | undefined;
  const follow = (): void => {
    if (anchor?.isConnected) place(element, anchor);
    else hide();
  };
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') hide();
  };
  const hide = (): void => {
    if (!anchor) return;
    anchor = undefined;
    document.removeEventListener('scroll', follow, true);
    document.removeEventListener('keydown', onKey);
    if (element.isConnected) element.hidePopover();
  };
  const show = (text: string, beside: Element): void => {
    if (!anchor) {
      document.addEventListener('scroll', follow, true);
      document.addEventListener('keydown', onKey);
      element.showPopover();
    }
    anchor = beside;
    element.textContent = text;
    place(element, beside);
  };
  return { element, show, hide };
}
