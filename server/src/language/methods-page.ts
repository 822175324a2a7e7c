import { checkMethods, estimatorMethods, type MethodInfo } from './methods.js';
import { estimatorOptions, type OptionInfo } from './options.js';

const opening = `# Estimators and checks

What can stand behind \`with\` and behind \`check\` in an effect. In the formulas y is the outcome, a an arm and 0 the baseline, t the treatment
as a number, z an instrument, x what is adjusted for, e(x) the propensity, and m(x) and m_a(x) the mean outcome given x, over all
and in an arm; each is learned from other rows than it is used for. This page is generated from the tables in
\`server/src/language/methods.ts\` and \`server/src/language/options.ts\`.
`;

function optionLine(option: OptionInfo): string {
  return `- \`${option.name}\`: ${option.about}`;
}

function section(name: string, method: MethodInfo, options: readonly OptionInfo[] = []): string {
  const { about, formula, assumes, reference, example } = method;
  return [
    `### ${name}`,
    about,
    `\`${formula}\``,
    `**Assumes.** ${assumes.join(' ')}`,
    `**From.** ${reference}`,
    ...(options.length > 0 ? [options.map(optionLine).join('\n')] : []),
    `\`\`\`causal\n${example}\n\`\`\``,
  ].join('\n\n');
}

/** The reference of all estimators and checks as Markdown. */
export function methodsReference(): string {
  const estimators = Object.entries(estimatorOptions).map(([name, options]) =>
    section(name, estimatorMethods[name as keyof typeof estimatorOptions], options),
  );
  const checks = Object.entries(checkMethods).map(([name, method]) => section(name, method));
  return `${[opening.trim(), '## Estimators', ...estimators, '## Checks', ...checks].join('\n\n')}\n`;
}
