/** Pages that show results as VS Code and the report show them, to be opened in a browser by tests and by people. */
import { build } from 'esbuild';
import { type PagePart, pageHtml } from '../../client/src/exchange/page.js';

const themes = {
  light: {
    '--vscode-foreground': '#3b3b3b',
    '--vscode-descriptionForeground': '#3b3b3b',
    '--vscode-editor-background': '#ffffff',
    '--vscode-charts-blue': '#0063d3',
    '--vscode-charts-red': '#e51400',
    '--vscode-charts-orange': '#d18616',
    '--vscode-charts-yellow': '#bf8803',
    '--vscode-charts-green': '#388a34',
    '--vscode-charts-purple': '#652d90',
    '--vscode-focusBorder': '#005fb8',
    '--vscode-textLink-foreground': '#005fb8',
    '--vscode-dropdown-background': '#ffffff',
    '--vscode-dropdown-foreground': '#3b3b3b',
    '--vscode-button-secondaryBackground': '#e5e5e5',
    '--vscode-button-secondaryForeground': '#3b3b3b',
  },
  dark: {
    '--vscode-foreground': '#cccccc',
    '--vscode-descriptionForeground': '#9d9d9d',
    '--vscode-editor-background': '#1f1f1f',
    '--vscode-charts-blue': '#3794ff',
    '--vscode-charts-red': '#f14c4c',
    '--vscode-charts-orange': '#d18616',
    '--vscode-charts-yellow': '#cca700',
    '--vscode-charts-green': '#89d185',
    '--vscode-charts-purple': '#b180d7',
    '--vscode-focusBorder': '#0078d4',
    '--vscode-textLink-foreground': '#4daafc',
    '--vscode-dropdown-background': '#313131',
    '--vscode-dropdown-foreground': '#cccccc',
    '--vscode-button-secondaryBackground': '#313131',
    '--vscode-button-secondaryForeground': '#cccccc',
  },
  'high contrast': {
    '--vscode-foreground': '#ffffff',
    '--vscode-descriptionForeground': '#ffffffb3',
    '--vscode-editor-background': '#000000',
    '--vscode-contrastBorder': '#6fc3df',
    '--vscode-charts-blue': '#59a4f9',
    '--vscode-charts-red': '#f48771',
    '--vscode-charts-orange': '#d18616',
    '--vscode-charts-yellow': '#ffd370',
    '--vscode-charts-green': '#89d185',
    '--vscode-charts-purple': '#b180d7',
    '--vscode-focusBorder': '#f38518',
    '--vscode-textLink-foreground': '#21a6ff',
    '--vscode-dropdown-background': '#000000',
    '--vscode-dropdown-foreground': '#ffffff',
  },
  'high contrast light': {
    '--vscode-foreground': '#292929',
    '--vscode-descriptionForeground': '#292929b3',
    '--vscode-editor-background': '#ffffff',
    '--vscode-contrastBorder': '#0f4a85',
    '--vscode-charts-blue': '#0063d3',
    '--vscode-charts-red': '#b5200d',
    '--vscode-charts-orange': '#0f4a85',
    '--vscode-charts-yellow': '#895503',
    '--vscode-charts-green': '#374e06',
    '--vscode-charts-purple': '#652d90',
    '--vscode-focusBorder': '#006bbd',
    '--vscode-textLink-foreground': '#0f4a85',
    '--vscode-dropdown-background': '#ffffff',
    '--vscode-dropdown-foreground': '#292929',
  },
} as const;

export type Theme = keyof typeof themes;
export const themeNames = Object.keys(themes) as Theme[];

/** The only policy a page of ours may need: scripts by nonce, no eval, no style element, pictures from itself, no network. */
const nonce = 'gallery';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; base-uri 'none'`;

const bundles = new Map<string, Promise<string>>();

/** The script of an entry, built once. */
function bundle(entry: string, globalName?: string): Promise<string> {
  const built = bundles.get(entry) ?? bundled(entry, globalName);
  bundles.set(entry, built);
  return built;
}

async function bundled(entry: string, globalName?: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL(`../../client/src/renderer/${entry}`, import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    globalName,
    target: 'es2022',
    minify: true,
    logLevel: 'silent',
  });
  return outputFiles[0].text.replaceAll('</script', '<\\/script');
}

function page(style: string, body: string, scripts: readonly string[]): string {
  const tags = scripts.map((code) => `<script nonce="${nonce}">${code}</script>`);
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Results</title>` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><style nonce="${nonce}">${style}</style></head>` +
    `<body>${body}${tags.join('')}</body></html>`
  );
}

/** The variables of a theme, as VS Code gives them to its pages. */
function themeStyle(theme: Theme): string {
  const variables = Object.entries(themes[theme]).map(([name, value]) => `${name}: ${value};`);
  return `:root { ${variables.join(' ')} }`;
}

/** A page with `window.renderer.activate` of the notebook bundle and `window.show(value)`, which renders an output. */
export async function notebookPage(theme: Theme): Promise<string> {
  const style =
    `${themeStyle(theme)} body { margin: 0; padding: 12px 20px; ` +
    `background: var(--vscode-editor-background); color: var(--vscode-foreground); }`;
  const show = `
    const { activate } = renderer;
    const outputs = activate();
    let count = 0;
    window.renderer = outputs;
    window.show = (value, context, metadata) => {
      const element = document.createElement('div');
      const stop = new AbortController();
      document.body.append(element);
      (context ? activate(context) : outputs).renderOutputItem({ id: String(count++), metadata, json: () => value }, element, stop.signal);
      return { element, stop };
    };`;
  return page(style, '', [await bundle('notebook.ts', 'renderer'), show]);
}

/** The page of a graph beside the editor: `window.say(message)` tells it something, `window.told` is what it said. */
export async function graphPage(theme: Theme): Promise<string> {
  const editor = `
    window.told = [];
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.told.push(message),
      setState: (state) => { window.saved = state; },
    });
    window.say = (message) => dispatchEvent(new MessageEvent('message', { data: message }));`;
  return page(themeStyle(theme), '<main></main>', [editor, await bundle('graph-view/page.ts')]);
}

/** The self-contained report of some results, as a run or a notebook writes it. */
export async function reportPage(title: string, parts: readonly PagePart[]): Promise<string> {
  return pageHtml({ title, parts, created: '2026-01-01T12:00:00Z' }, await bundle('report-page.ts'));
}
