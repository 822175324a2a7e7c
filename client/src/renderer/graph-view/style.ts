/** What the page of a graph has beyond the look of results. */
export const graphStyle = `
body:has(> .cs-graph-view) { margin: 0; padding: 8px 16px 16px; background: var(--vscode-editor-background, #ffffff); }
.cs-graph-view { max-width: none; --cs-page: var(--vscode-editor-background, var(--cs-plain-page)); }
.cs-graph-view [hidden] { display: none; }
.cs-graph-view .cs-bar { gap: 4px 8px; margin: 4px 0 8px; min-height: 28px; }
.cs-choice { display: inline-flex; align-items: baseline; gap: 6px; min-width: 0; }
.cs-choice label { color: var(--cs-muted); white-space: nowrap; }
.cs-choice select { max-width: 24ch; }
.cs-graph-view input[type='text'] { font: inherit; font-size: 12px; width: 16ch; padding: 3px 6px; border-radius: 3px; color: var(--vscode-input-foreground, var(--cs-text)); background: var(--vscode-input-background, var(--cs-page)); border: 1px solid var(--vscode-input-border, var(--cs-edge)); }
.cs-chosen-words { font-weight: 600; overflow-wrap: anywhere; }
.cs-graph-view .cs-note { margin: 0 0 6px; font-size: 12px; }
.cs-graph-view .cs-said { min-height: 1.5em; overflow-wrap: anywhere; }
.cs-graph-view .cs-legend { margin: 0 0 4px; }
.cs-graph { user-select: none; overflow: visible; }
.cs-drawn-variable, .cs-drawn-arrow { cursor: pointer; outline: none; }
.cs-drawn-variable { touch-action: none; }
.cs-hold { fill: none; stroke: transparent; stroke-width: 14; pointer-events: stroke; }
.cs-drawn-arrow .cs-arrow { pointer-events: none; }
.cs-drawn-arrow:hover .cs-hold { stroke: color-mix(in srgb, var(--cs-text) 12%, transparent); }
.cs-drawn-arrow.cs-chosen .cs-hold { stroke: color-mix(in srgb, var(--cs-focus) 34%, transparent); }
.cs-drawn-variable.cs-chosen .cs-role { fill: color-mix(in srgb, var(--cs-hue) 28%, var(--cs-page)); }
.cs-graph .cs-chosen .cs-node-role { fill: var(--cs-text); }
.cs-drawn-variable.cs-chosen .cs-node-name { text-decoration: underline; text-underline-offset: 3px; }
.cs-drawn-variable.cs-aim .cs-role { stroke-width: 4; }
.cs-result .cs-graph :focus-visible { outline: 2px solid var(--cs-focus); outline-offset: 3px; border-radius: 2px; }
.cs-rubber { stroke: var(--cs-focus); stroke-width: 2.5; stroke-dasharray: 6 4; pointer-events: none; }
`;
