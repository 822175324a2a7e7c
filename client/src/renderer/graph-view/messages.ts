/** What the page of a graph and the extension say to each other. */
import type { DrawableGraph } from '../graph-layout.js';

/** What a person does to a graph in its picture: as the server takes it, of which a page can import nothing. */
export type GraphChange =
  | { readonly do: 'draw arrow' | 'delete arrow'; readonly from: string; readonly to: string }
  | { readonly do: 'delete variable'; readonly name: string }
  | { readonly do: 'mark'; readonly name: string; readonly observed: boolean }
  | {
      readonly do: 'add variable';
      readonly name: string;
      readonly observed: boolean;
      readonly as: 'cause' | 'effect';
      readonly of: string;
    };

export interface ShownGraph extends DrawableGraph {
  /** Of the text that declares it, and the version of that text. */
  readonly uri: string;
  readonly version: number;
  readonly name: string;
  /** Effects that can be read off it, and the one whose roles are shown. */
  readonly effects: readonly string[];
  readonly effect?: string;
  readonly sentence: string;
  /** Variables of the data that are not in it. */
  readonly others: readonly string[];
}

/** What finds a graph again in another window: the text the cursor was in, the graph and the effect. */
export interface SavedGraph {
  readonly uri: string;
  readonly shown?: string;
  readonly effect?: string;
}

export type ToPage =
  /** `variable` is the one under the cursor. */
  | {
      readonly type: 'graph';
      readonly graph: ShownGraph;
      readonly variable?: string;
      readonly saved: SavedGraph;
    }
  /** Why the graph is not that of the text, in one sentence; what was shown stays. */
  | { readonly type: 'note'; readonly text: string }
  /** What a change did, or why it was refused. */
  | { readonly type: 'said'; readonly text: string }
  /** Asks for the picture as a file. */
  | { readonly type: 'export' };

export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal variable'; readonly name: string }
  | { readonly type: 'reveal arrow'; readonly from: string; readonly to: string }
  /** Roles of another effect are wanted. */
  | { readonly type: 'effect'; readonly name: string }
  /** Of the graph and the version that are shown. */
  | {
      readonly type: 'change';
      readonly uri: string;
      readonly version: number;
      readonly graph: string;
      readonly change: GraphChange;
    }
  | { readonly type: 'export' }
  | { readonly type: 'svg'; readonly text: string };

const longestName = 1000;
const longestSvg = 20_000_000;

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= longestName;

/** What the page says, where it says something that it may; each message is made anew, of nothing but what is expected. */
export function readFromPage(value: unknown): FromPage | undefined {
  if (!isRecord(value)) return undefined;
  const { type, name, from, to, uri, version, graph, text } = value;
  switch (type) {
    case 'ready':
    case 'export':
      return { type };
    case 'reveal variable':
    case 'effect':
      return isName(name) ? { type, name } : undefined;
    case 'reveal arrow':
      return isName(from) && isName(to) ? { type, from, to } : undefined;
    case 'change': {
      const change = readChange(value.change);
      const isKnown = isName(uri) && Number.isSafeInteger(version) && isName(graph);
      return isKnown && change ? { type, uri, version: Number(version), graph, change } : undefined;
    }
    case 'svg':
      return typeof text === 'string' && text.length <= longestSvg ? { type, text } : undefined;
    default:
      return undefined;
  }
}

function readChange(value: unknown): GraphChange | undefined {
  if (!isRecord(value)) return undefined;
  const { do: what, from, to, name, observed, as, of } = value;
  switch (what) {
    case 'draw arrow':
    case 'delete arrow':
      return isName(from) && isName(to) ? { do: what, from, to } : undefined;
    case 'delete variable':
      return isName(name) ? { do: what, name } : undefined;
    case 'mark':
      return isName(name) && typeof observed === 'boolean' ? { do: what, name, observed } : undefined;
    case 'add variable': {
      const isKnown = isName(name) && isName(of) && typeof observed === 'boolean';
      return isKnown && (as === 'cause' || as === 'effect')
        ? { do: what, name, observed, as, of }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** What a page of another window kept, where it is whole. */
export function readSaved(value: unknown): SavedGraph | undefined {
  if (!isRecord(value) || !isName(value.uri)) return undefined;
  const { uri, shown, effect } = value;
  return { uri, ...(isName(shown) && { shown }), ...(isName(effect) && { effect }) };
}
