import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from './e2e/editor.mjs';

/** A browser of the machine's own, or undefined where there is none. */
export const browserPath = findBrowser();

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
