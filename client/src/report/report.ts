import type { EffectResult, Result } from '../../../kernel/src/result.js';
import type { Page, PagePart } from '../exchange/page.js';
import { markdown } from '../renderer/fallback.js';
import { decisionSections, isDecision } from './decision-sections.js';
import {
  answerOf,
  assumptionsSection,
  driversSection,
  questionOf,
  trustSection,
  whoSection,
} from './effect-sections.js';
import { reproduceSection } from './reproduce.js';

/** What a report is written from, beside its results. */
export interface ReportSetting {
  /** Name of the spec's file. */
  readonly file: string;
  /** ISO 8601. */
  readonly created: string;
  /** The command that writes it again. */
  readonly command: string;
}

/**
 * A report for somebody who knows the shop and no statistics: the answers first, then what is believed to cause what, then each question,
 * for whom, what it differs by, how far to trust it and what it rests on, with its card, and last how to make it again.
 */
export function reportOf(results: readonly Result[], { file, created, command }: ReportSetting): Page {
  const effects = results.filter((one): one is EffectResult => one.kind === 'effect');
  const title = effects.length === 1 ? questionOf(effects[0]) : file;
  const graphs = results.filter(({ kind }) => kind === 'graph');
  const rest = results.filter(({ kind }) => kind !== 'graph');
  const believed = graphs.length > 0 ? [prose(['# What is believed to cause what', about.graph])] : [];
  return {
    title,
    created,
    parts: [
      prose(shortAnswers(rest)),
      ...believed,
      ...graphs.map(card),
      ...rest.flatMap(sectionsOf),
      prose(reproduceSection(results, command)),
    ],
  };
}

const about = {
  graph:
    'Nobody can read this off data: it is what those who wrote the spec say. An arrow from one to another says that it may change it; where there is none, that it does not.',
  brackets:
    'Behind a number its interval stands in brackets: what is compatible with the data. Were the study done again and again, such intervals would hold the truth about as often as their level says, if what it rests on is so.',
};

const prose = (paragraphs: readonly string[]): PagePart => ({
  kind: 'markdown',
  text: paragraphs.join('\n\n'),
});
const card = (result: Result): PagePart => ({ kind: 'result', result });

function shortAnswers(results: readonly Result[]): string[] {
  const answers = results.flatMap((result) => {
    if (result.kind === 'effect') return [`- **${markdown(questionOf(result))}** ${answerOf(result)}`];
    if (isDecision(result) || result.kind === 'ranking') {
      return [`- **What to do, by ${markdown(result.name)}:** ${markdown(result.sentence)}`];
    }
    return [];
  });
  return answers.length > 0 ? ['# In short', answers.join('\n'), about.brackets] : [];
}

function sectionsOf(result: Result): PagePart[] {
  const heading = `# ${headingOf(result)}`;
  const words =
    result.kind === 'effect' ? effectSections(result) : isDecision(result) ? decisionSections(result) : [];
  return [prose([heading, ...words]), card(result)];
}

function effectSections(result: EffectResult): string[] {
  return [
    answerOf(result),
    ...whoSection(result),
    ...driversSection(result),
    ...trustSection(result),
    ...assumptionsSection(result),
  ];
}

function headingOf(result: Result): string {
  const name = markdown(result.name);
  switch (result.kind) {
    case 'effect':
      return `${name}: ${markdown(questionOf(result))}`;
    case 'policy':
    case 'price':
    case 'stock':
      return `${name}: what to do`;
    case 'ranking':
      return `${name}: what to show to whom`;
    case 'model':
      return `${name}: how well ${markdown(result.outcome)} can be predicted`;
    case 'attribution':
      return `${name}: single rows explained`;
    case 'score':
      return `${name}: scored rows`;
    case 'comparison':
      return `${name}: compared`;
    case 'graph':
      return name;
  }
}
