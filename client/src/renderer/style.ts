/**
 * The look of results: calm, dense, in the colours of the editor's theme. Outside VS Code, in the report, the
 * second value of each `var()` counts, light or dark as the reader's system is.
 */
const rules = `
.cs-result, .cs-title, .cs-created, .cs-prose, .cs-source, .cs-failed-run {
  --cs-plain-text: #24292f; --cs-plain-muted: #59636e; --cs-plain-page: #ffffff;
  --cs-plain-blue: #1f6fd1; --cs-plain-orange: #b35c00; --cs-plain-red: #c93434; --cs-plain-green: #2c7a33;
  --cs-plain-purple: #7a4bc4; --cs-plain-yellow: #947000;
  --cs-text: var(--vscode-foreground, var(--cs-plain-text));
  --cs-muted: var(--vscode-descriptionForeground, var(--cs-plain-muted));
  --cs-page: var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background, var(--cs-plain-page)));
  --cs-line: var(--vscode-contrastBorder, color-mix(in srgb, var(--cs-text) 14%, transparent));
  --cs-grid: color-mix(in srgb, var(--cs-text) 13%, transparent);
  --cs-edge: var(--vscode-contrastBorder, color-mix(in srgb, var(--cs-text) 28%, transparent));
  --cs-tint: color-mix(in srgb, var(--cs-text) 5%, transparent);
  --cs-blue: var(--vscode-charts-blue, var(--cs-plain-blue));
  /* Towards the text: the editor's own orange is too faint on white. */
  --cs-orange: color-mix(in srgb, var(--vscode-charts-orange, var(--cs-plain-orange)) 85%, var(--cs-text));
  --cs-red: var(--vscode-charts-red, var(--cs-plain-red));
  --cs-green: var(--vscode-charts-green, var(--cs-plain-green));
  --cs-purple: var(--vscode-charts-purple, var(--cs-plain-purple));
  --cs-yellow: var(--vscode-charts-yellow, var(--cs-plain-yellow));
  --cs-focus: var(--vscode-focusBorder, var(--cs-blue));
  --cs-font: var(--vscode-font-family, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif);
  color: var(--cs-text);
  font: 13px/1.5 var(--cs-font);
  font-variant-numeric: tabular-nums;
}
@media (prefers-color-scheme: dark) {
  .cs-result, .cs-title, .cs-created, .cs-prose, .cs-source, .cs-failed-run {
    --cs-plain-text: #d9dee3; --cs-plain-muted: #9ba5b0; --cs-plain-page: #16191d;
    --cs-plain-blue: #5aa5f5; --cs-plain-orange: #e59a4b; --cs-plain-red: #f2777a; --cs-plain-green: #7cc784;
    --cs-plain-purple: #b692f0; --cs-plain-yellow: #d6b13c;
  }
}

.cs-result { display: block; max-width: 880px; padding: 4px 2px 12px; box-sizing: border-box; }
.cs-result *, .cs-result *::before { box-sizing: border-box; }
.cs-result [dir='auto'] { unicode-bidi: isolate; }
.cs-result :focus-visible { outline: 2px solid var(--cs-focus); outline-offset: 1px; border-radius: 2px; }
.cs-result p { margin: 0; }

.cs-header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 16px; }
.cs-header h2 { margin: 0; font-size: 13px; font-weight: 600; line-height: 1.5; min-width: 0; max-width: 100%; overflow-wrap: anywhere; }
.cs-kind { color: var(--cs-muted); font-weight: 400; }
.cs-facts { display: flex; flex-wrap: wrap; gap: 0 14px; color: var(--cs-muted); font-size: 12px; overflow-wrap: anywhere; }
.cs-result .cs-sentence { margin: 6px 0 10px; max-width: 72ch; font-size: 15px; line-height: 1.45; overflow-wrap: anywhere; }
.cs-result .cs-section-sentence { margin: 0 0 10px; max-width: 80ch; overflow-wrap: anywhere; }
.cs-result .cs-note { margin: -4px 0 10px; max-width: 80ch; color: var(--cs-muted); overflow-wrap: anywhere; }
.cs-undrawn { color: var(--cs-muted); }

.cs-warnings { list-style: none; margin: 0 0 10px; padding: 6px 12px; border-left: 3px solid var(--cs-yellow); background: var(--cs-tint); }
.cs-warnings li { overflow-wrap: anywhere; }
.cs-warnings li::before { content: attr(data-head); font-weight: 600; }

.cs-checks { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; max-width: 80ch; }
.cs-checks li { display: grid; grid-template-columns: 22px 1fr; }
.cs-checks li::before { content: '✓'; color: var(--cs-green); font-weight: 700; grid-row: span 2; }
.cs-checks .cs-failed::before { content: '✗'; color: var(--cs-red); }
.cs-checks span { overflow-wrap: anywhere; }

.cs-figure { margin: 4px 0 8px; max-width: 100%; }
.cs-frame { max-width: 100%; }
.cs-drawing { overflow-x: auto; overflow-y: hidden; padding: 2px 0; }
.cs-point:focus { outline: none; }
.cs-ring { pointer-events: none; }
.cs-ring rect { fill: none; }
.cs-ring-halo { stroke: var(--cs-page); stroke-width: 5; }
.cs-ring-line { stroke: var(--cs-focus); stroke-width: 2; }
.cs-tip { position: fixed; inset: auto; margin: 0; width: max-content; max-width: min(44ch, 100vw - 8px); padding: 3px 8px; border: 1px solid var(--vscode-editorHoverWidget-border, var(--cs-edge)); border-radius: 3px; color: var(--vscode-editorHoverWidget-foreground, var(--cs-text)); background: var(--vscode-editorHoverWidget-background, var(--cs-page)); font-size: 12px; line-height: 1.4; overflow-wrap: anywhere; pointer-events: none; }
.cs-brushable { cursor: crosshair; user-select: none; touch-action: pan-y; }
.cs-range { fill: var(--cs-focus); fill-opacity: 0.16; stroke: var(--cs-focus); stroke-width: 1.5; pointer-events: none; }
.cs-result .cs-said { font-size: 12px; overflow-wrap: anywhere; }
.cs-result .cs-said:not(:empty) { margin: 2px 0; }
.cs-result tr[aria-current] { background: var(--cs-tint); }
.cs-result tr[aria-current] > * { border-bottom-color: var(--cs-focus); }
.cs-result tbody tr[aria-current] > th { font-weight: 600; }
.cs-caption { margin-top: 3px; display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: baseline; gap: 0 12px; color: var(--cs-muted); font-size: 11px; line-height: 1.6; }
.cs-caption { position: relative; }
/* The tables unfold from the line that the chart is copied from. */
.cs-content > .cs-figure:has(.cs-caption) { margin-bottom: 0; }
.cs-content > .cs-figure:has(.cs-caption) + details { margin-top: -21px; }
.cs-copy { display: flex; align-items: baseline; gap: 2px; }
.cs-copy button { font: inherit; color: inherit; background: none; border: 0; border-radius: 2px; padding: 0 4px; cursor: pointer; text-decoration: underline; text-decoration-color: var(--cs-edge); text-underline-offset: 2px; }
.cs-copy button:hover { color: var(--cs-text); text-decoration-color: currentColor; }
.cs-offer { width: 100%; box-sizing: border-box; margin: 4px 0; font: 11px/1.4 var(--vscode-editor-font-family, monospace); color: var(--cs-text); background: var(--cs-page); border: 1px solid var(--cs-edge); }
.cs-drawing .cs-plot { display: block; max-width: 100%; height: auto; font: 12px var(--cs-font); overflow: visible; background: none; --plot-background: var(--cs-page); }
.cs-plot text { white-space: pre; unicode-bidi: plaintext; }
.cs-result .cs-chart-title { margin: 12px 0 2px; font-weight: 600; overflow-wrap: anywhere; }
.cs-figure > .cs-chart-title:first-child { margin-top: 0; }
.cs-legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 6px; color: var(--cs-muted); font-size: 12px; }
.cs-key { display: inline-flex; align-items: center; gap: 6px; min-width: 0; }
.cs-key span:last-child { overflow: hidden; text-overflow: ellipsis; max-width: 36ch; white-space: nowrap; }
.cs-swatch { flex: none; width: 10px; height: 10px; }
.cs-swatch-dot { border-radius: 50%; background: var(--cs-blue); }
.cs-swatch-ring { border-radius: 50%; border: 2px solid var(--cs-muted); }
.cs-swatch-ring-other { border-radius: 50%; border: 2px solid var(--cs-orange); }
.cs-swatch-bar { background: var(--cs-blue); }
.cs-swatch-bar-other { background: var(--cs-orange); }
.cs-swatch-bar-down { background: var(--cs-red); }
.cs-swatch-span { background: color-mix(in srgb, var(--cs-blue) 37%, var(--cs-page)); }
.cs-swatch-span-pale { background: color-mix(in srgb, var(--cs-blue) 16%, var(--cs-page)); }
.cs-swatch-tick { width: 3px; height: 12px; background: var(--cs-text); }
.cs-swatch-dashes { width: 0; height: 12px; border-left: 2px dashed var(--cs-text); }

.cs-text { margin: 4px 0 10px; }
.cs-result .cs-phrases { margin: 4px 0 6px; max-width: 72ch; font-size: 15px; line-height: 2; overflow-wrap: anywhere; }
.cs-phrase { border-radius: 2px; padding: 1px 0; }
mark.cs-phrase { margin-inline: 1px; }
mark.cs-phrase { color: var(--cs-text); background: color-mix(in srgb, var(--cs-hue) var(--cs-depth), var(--cs-page)); text-decoration-line: underline; text-decoration-color: var(--cs-hue); text-decoration-thickness: var(--cs-thick); text-underline-offset: 4px; text-decoration-skip-ink: none; }
.cs-phrase-up { --cs-hue: var(--cs-blue); text-decoration-style: solid; }
.cs-phrase-down { --cs-hue: var(--cs-red); text-decoration-style: dashed; }
.cs-strength-1 { --cs-depth: 8%; --cs-thick: 1px; }
.cs-strength-2 { --cs-depth: 16%; --cs-thick: 2px; }
.cs-strength-3 { --cs-depth: 24%; --cs-thick: 2px; }
.cs-strength-4 { --cs-depth: 32%; --cs-thick: 3px; }
.cs-sign { display: inline-block; margin-inline-start: 1px; font-size: 11px; font-weight: 700; line-height: 1; vertical-align: super; user-select: none; }
.cs-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; user-select: none; }
.cs-result .cs-phrase-said { min-height: 1.5em; margin: 0 0 4px; color: var(--cs-muted); font-size: 12px; overflow-wrap: anywhere; }
.cs-swatch-phrase-up { width: 16px; border-bottom: 3px solid var(--cs-blue); background: color-mix(in srgb, var(--cs-blue) 24%, var(--cs-page)); }
.cs-swatch-phrase-down { width: 16px; border-bottom: 3px dashed var(--cs-red); background: color-mix(in srgb, var(--cs-red) 24%, var(--cs-page)); }

.cs-scroll { overflow-x: auto; max-width: 100%; }
.cs-result table { border-collapse: collapse; margin: 0 0 12px; font-size: 12px; line-height: 1.4; }
.cs-result caption { text-align: start; padding: 4px 0; color: var(--cs-muted); white-space: nowrap; }
.cs-result th, .cs-result td { padding: 3px 12px 3px 0; border: 0; border-bottom: 1px solid var(--cs-line); vertical-align: baseline; text-align: left; font-weight: 400; background: none; max-width: 72ch; overflow-wrap: anywhere; }
.cs-result tbody th.cs-words { min-width: 9ch; }
.cs-result .cs-compact th, .cs-result .cs-compact td { white-space: nowrap; }
.cs-result thead th { overflow-wrap: break-word; color: var(--cs-muted); border-bottom-color: var(--cs-edge); font-weight: 600; vertical-align: bottom; }
.cs-result th.cs-number, .cs-result td.cs-number { text-align: right; white-space: nowrap; padding-left: 12px; }
.cs-result thead th.cs-number { white-space: normal; }
.cs-result tbody tr:hover { background: var(--cs-tint); }

.cs-result details { margin: 2px 0 8px; }
.cs-result summary { display: inline-block; cursor: pointer; color: var(--vscode-textLink-foreground, var(--cs-blue)); font-size: 12px; padding: 2px 4px 2px 0; }
.cs-result summary::before { content: '▸ '; }
.cs-result details[open] > summary::before { content: '▾ '; }

.cs-details { margin-top: 10px; }
.cs-tabs { display: flex; flex-wrap: wrap; gap: 0 4px; border-bottom: 1px solid var(--cs-edge); }
.cs-tabs button { font: inherit; color: var(--cs-muted); background: none; border: 0; border-bottom: 2px solid transparent; margin: 0 0 -1px; padding: 5px 8px; cursor: pointer; }
.cs-tabs button:hover { color: var(--cs-text); }
.cs-tabs button[aria-selected='true'] { color: var(--cs-text); border-bottom-color: var(--cs-focus); font-weight: 600; }
.cs-panel { padding: 12px 0 0; }

.cs-bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 0 0 10px; }
.cs-bar select, .cs-button { font: inherit; font-size: 12px; max-width: 100%; padding: 3px 8px; border-radius: 3px; border: 1px solid var(--vscode-contrastBorder, var(--cs-edge)); }
.cs-bar select { color: var(--vscode-dropdown-foreground, var(--cs-text)); background: var(--vscode-dropdown-background, var(--cs-page)); }
.cs-button { color: var(--vscode-button-secondaryForeground, var(--cs-text)); background: var(--vscode-button-secondaryBackground, var(--cs-tint)); cursor: pointer; }
.cs-button[aria-disabled='true'] { opacity: 0.55; cursor: default; }

.cs-diagram { display: block; max-width: 100%; height: auto; font: 12.5px var(--cs-font); }
.cs-diagram text { fill: var(--cs-text); dominant-baseline: central; unicode-bidi: plaintext; }
.cs-node-name { text-anchor: middle; font-weight: 600; }
.cs-diagram .cs-node-role { text-anchor: middle; font-size: 11px; fill: var(--cs-muted); }
.cs-role { --cs-hue: var(--cs-muted); fill: color-mix(in srgb, var(--cs-hue) 13%, var(--cs-page)); stroke: var(--cs-hue); stroke-width: 1.5; }
.cs-role-treatment { --cs-hue: var(--cs-blue); stroke-width: 3; }
.cs-role-outcome { --cs-hue: var(--cs-green); }
.cs-role-confounder { --cs-hue: var(--cs-orange); stroke-width: 2; }
.cs-role-mediator { --cs-hue: var(--cs-purple); }
.cs-role-collider { --cs-hue: var(--cs-red); }
.cs-role-post-treatment { --cs-hue: var(--cs-purple); }
.cs-role-instrument { --cs-hue: var(--cs-yellow); }
.cs-role-effect-modifier { --cs-hue: var(--cs-blue); }
.cs-unmeasured, .cs-role-unobserved { stroke-dasharray: 5 4; }
.cs-arrow { fill: none; stroke: var(--cs-muted); stroke-width: 1.5; }
.cs-arrow-confounding { stroke: var(--cs-orange); stroke-width: 3; }
.cs-head { fill: var(--cs-muted); }
.cs-head-confounding { fill: var(--cs-orange); }
.cs-branch { fill: none; stroke: var(--cs-edge); stroke-width: 1.5; }
.cs-question { fill: var(--cs-tint); stroke: var(--cs-edge); }
.cs-diagram .cs-question + .cs-node-name { font-weight: 400; }
.cs-diagram .cs-answer { font-size: 11px; fill: var(--cs-muted); dominant-baseline: auto; }
.cs-leaf-bar { fill: var(--cs-blue); }
.cs-diagram .cs-leaf-value { text-anchor: end; font-weight: 600; }
.cs-diagram .cs-leaf-rows { fill: var(--cs-muted); font-size: 11px; }

.cs-title { font-size: 22px; font-weight: 600; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
.cs-created { color: var(--cs-muted); margin: 2px 0 20px; }
body:has(> #causal-report) { margin: 0; background: #ffffff; }
@media (prefers-color-scheme: dark) { body:has(> #causal-report) { background: #16191d; color-scheme: dark; } }
#causal-report { max-width: 880px; margin: 32px auto; padding: 0 20px; }
#causal-report .cs-result { border-top: 1px solid var(--cs-line); padding: 20px 0; }
#causal-report .cs-header h2 { font-size: 15px; }
.cs-prose { max-width: 72ch; font-size: 15px; overflow-wrap: anywhere; }
.cs-prose a { color: var(--cs-blue); }
.cs-prose blockquote { margin: 0 0 12px; padding-left: 12px; border-left: 3px solid var(--cs-edge); }
.cs-prose table { border-collapse: collapse; margin: 0 0 12px; font-size: 12px; }
.cs-prose th, .cs-prose td { padding: 3px 12px 3px 0; border-bottom: 1px solid var(--cs-line); text-align: left; vertical-align: baseline; }
.cs-prose pre, .cs-source, .cs-failed-run { margin: 12px 0; padding: 8px 12px; overflow-x: auto; background: var(--cs-tint); font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; tab-size: 4; }
.cs-prose code { font: 12px ui-monospace, Menlo, Consolas, monospace; }
.cs-failed-run { border-left: 3px solid var(--cs-red); white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { .cs-panel[hidden] { display: block; } .cs-tabs, .cs-bar button, .cs-caption { display: none; } }
`;

const styled = new WeakMap<Document, Set<string>>();

/** Gives the document our rules once, as a constructed sheet: no style element, which a content policy may refuse. */
export function adoptStyle(document: Document, sheetRules = rules): void {
  const window = document.defaultView;
  const known = styled.get(document) ?? new Set();
  if (!window || known.has(sheetRules)) return;
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(sheetRules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  styled.set(document, known.add(sheetRules));
}
