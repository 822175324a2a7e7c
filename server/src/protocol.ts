/**
 * What the language server and its client say to each other beyond the Language Server Protocol. Each message states
 * its direction; the extension imports these names and nothing else of the server at run time.
 */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { Location, Position, Range, TextEdit } from 'vscode-languageserver';
import type { Role } from '../../kernel/src/plan.js';
import type { CheckedSpec } from './compile.js';
import type { LastRun } from './language/last-runs.js';

export { codeScheme } from './validation/code-scheme.js';
export type { LastRun };

/** Language id of spec files and of cells. */
export const languageId = 'causal';

/** Notebook types whose cells are synchronised: our own, and cells of language `causal` in a Jupyter notebook. */
export const notebookTypes = ['causal-notebook', 'jupyter-notebook'] as const;

/** Files whose changes make results stale and have specs checked again. */
export const dataFilesPattern = '**/*.{csv,tsv,parquet,json,jsonl,ndjson}';

/** `initializationOptions` of the initialize request. What is left out takes the careful value. */
export interface ServerOptions {
  /** In a workspace that is not trusted no data file is opened: columns are then unknown, not wrong. */
  readonly workspaceTrusted: boolean;
  /** Most memory the data engine may take, in MB. */
  readonly memoryLimitMb: number;
}

export const defaultServerOptions: ServerOptions = { workspaceTrusted: false, memoryLimitMb: 512 };

export interface PlanParameters {
  /** Of a spec file, or of a notebook cell: the cells above it count, its own actions are the plan's. */
  readonly uri: string;
}

/** client -> server: every problem of a spec, and its plan where there is no error. */
export const planRequest = new RequestType<PlanParameters, CheckedSpec, void>('causal/plan');

/** client -> server: the page about a code of a diagnostic, as Markdown; null for a code that nothing has. */
export const codePageRequest = new RequestType<{ readonly code: string }, string | null, void>(
  'causal/codePage',
);

export interface LastRunsParameters {
  /** Of a spec file or a notebook. */
  readonly uri: string;
  /** Each takes the place of the one of its name. */
  readonly runs: readonly LastRun[];
}

/** client -> server: effects that were estimated. */
export const lastRunsNotification = new NotificationType<LastRunsParameters>('causal/lastRuns');

/** What a declaration is now, to be held against what a result was made from. */
export interface StepState {
  readonly name: string;
  /** Null while it, or what it is made of, has errors. */
  readonly stepHash: string | null;
  /** sha256 of its data file's bytes; null where it has none or may not be read. */
  readonly dataHash: string | null;
}

/** client -> server: every declaration of an open notebook as it is now. */
export const stepsRequest = new RequestType<{ readonly uri: string }, readonly StepState[], void>(
  'causal/steps',
);

/** Something a declaration is made of: a column, a variable of a graph, a check. */
export interface PartView {
  readonly name: string;
  /** Its type, role or last outcome in a few words; empty where there is nothing to say. */
  readonly detail: string;
  readonly place: Location;
}

/** A declaration as an overview shows it. */
export interface DeclarationView extends PartView {
  readonly kind: 'parameter' | 'data' | 'text' | 'graph' | 'effect' | 'model' | 'policy' | 'rank';
  readonly parts: readonly PartView[];
}

/** client -> server: what an open spec file or notebook declares, in reading order; nothing of one that is not open. */
export const overviewRequest = new RequestType<{ readonly uri: string }, readonly DeclarationView[], void>(
  'causal/overview',
);

export interface GraphAtParameters {
  /** Of the file or cell the cursor is in. */
  readonly uri: string;
  /** Without it the graph is the one that is shown. */
  readonly position?: Position;
  /** Graph that is shown, by name: it stays where the cursor is in no graph and in no effect that is read off one. */
  readonly shown?: string;
  /** Effect whose roles are shown, by name: it stays where the cursor is in no other one. */
  readonly effect?: string;
}

/** A variable as a graph draws it. */
export interface DrawnVariable {
  readonly name: string;
  readonly observed: boolean;
  /** What it is to the effect that is shown. */
  readonly role: Role;
  /** Where the graph first names it. */
  readonly range: Range;
}

export interface DrawnArrow {
  readonly from: string;
  readonly to: string;
  /** Whether it is on a path that confounds the effect. */
  readonly confounding: boolean;
  /** The list of causes and effects that draws it. */
  readonly range: Range;
}

/** A graph as its text now draws it; known without any data file. */
export interface DrawnGraph {
  /** Of the file or cell that declares it. */
  readonly uri: string;
  /** Of that text. */
  readonly version: number;
  readonly name: string;
  readonly variables: readonly DrawnVariable[];
  readonly arrows: readonly DrawnArrow[];
  /** Effects that can be read off it, by name; the one that is shown, where there is one. */
  readonly effects: readonly string[];
  readonly effect?: string;
  /** The graph in one sentence, or in two where it goes in a circle. */
  readonly sentence: string;
  /** Variables of the data that are not in it. */
  readonly others: readonly string[];
}

export type GraphAtAnswer =
  | { readonly is: 'graph'; readonly graph: DrawnGraph /** Under the cursor. */; readonly variable?: string }
  /** The text has a syntax error: what it draws is not known. */
  | { readonly is: 'unreadable' }
  | { readonly is: 'none' };

/** client -> server: the graph at a cursor, and the variable that it is on. */
export const graphAtRequest = new RequestType<GraphAtParameters, GraphAtAnswer, void>('causal/graphAt');

/** What a person does to a graph in its picture. */
export type GraphChange =
  | { readonly do: 'draw arrow'; readonly from: string; readonly to: string }
  | { readonly do: 'delete arrow'; readonly from: string; readonly to: string }
  /** With all its arrows. */
  | { readonly do: 'delete variable'; readonly name: string }
  | { readonly do: 'mark'; readonly name: string; readonly observed: boolean }
  | {
      readonly do: 'add variable';
      readonly name: string;
      readonly observed: boolean;
      /** With an arrow, since a graph has no variable without: to or from a variable it has; any where it has none. */
      readonly as: 'cause' | 'effect';
      readonly of: string;
    };

export interface ChangeGraphParameters {
  /** Of the file or cell that declares the graph, and the version of its text that was seen. */
  readonly uri: string;
  readonly version: number;
  readonly graph: string;
  readonly change: GraphChange;
}

export type ChangeGraphAnswer =
  | {
      /** For that version of the text. */
      readonly edits: readonly TextEdit[];
      /** What they do, in one sentence. */
      readonly said: string;
    }
  /** Why nothing is changed, in one sentence. */
  | { readonly refusal: string };

/** client -> server: what has to be done to the text for a change of a graph. Nothing is changed by it. */
export const changeGraphRequest = new RequestType<ChangeGraphParameters, ChangeGraphAnswer, void>(
  'causal/changeGraph',
);

/** Argument of every command a code lens carries. */
export interface CommandSubject {
  /** Of the file or cell that holds the declaration. */
  readonly uri: string;
  /** Of the effect, model or graph. */
  readonly name: string;
}

/** Commands of the extension that code lenses and code actions refer to. */
export const commandIds = {
  train: 'causal.train',
  score: 'causal.score',
  explain: 'causal.explain',
  showGraph: 'causal.showGraph',
  openGraph: 'causal.openGraph',
  showResult: 'causal.showResult',
} as const;
