import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem } from '../../../kernel/src/problem.js';
import { programVersion } from '../../../kernel/src/version.js';
import { type Io, shownPath } from './io.js';

/** `file:line:column: error CS1003: message`, one line each, as compilers print them. */
export function problemsAsText(problems: readonly Problem[], workspace: string, io: Io): string {
  return problems
    .map(({ code, severity, message, place }) => {
      const file = place?.file === undefined ? '' : shownPath(io.cwd, resolve(workspace, place.file));
      const at = [file, place?.line, place?.line === undefined ? undefined : place.character];
      const start = at.filter((part) => part !== undefined && part !== '').join(':');
      return `${start === '' ? '' : `${start}: `}${severity} ${code}: ${message}\n`;
    })
    .join('');
}

/** `3 errors and 1 warning.`, or that there are none. */
export function countOf(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']) =>
    problems.filter((problem) => problem.severity === severity).length;
  const said = (n: number, word: string) => (n === 0 ? [] : [`${n} ${word}${n > 1 ? 's' : ''}`]);
  const parts = [...said(count('error'), 'error'), ...said(count('warning'), 'warning')];
  return parts.length === 0 ? 'No problems.' : `${parts.join(' and ')}.`;
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** A SARIF 2.1.0 log, as code scanning services read it. */
export function problemsAsSarif(problems: readonly Problem[], workspace: string): unknown {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'causal', version: programVersion, rules: codes.map((id) => ({ id })) } },
        originalUriBaseIds: { WORKSPACE: { uri: `${pathToFileURL(workspace).href}/` } },
        results: problems.map(({ code, severity, message, place }) => ({
          ruleId: code,
          level: levels[severity],
          message: { text: message },
          locations: place?.file === undefined ? [] : [sarifPlace(place.file, place, workspace)],
        })),
      },
    ],
  };
}

function sarifPlace(file: string, place: NonNullable<Problem['place']>, workspace: string): unknown {
  const uri = relative(workspace, resolve(workspace, file)).replaceAll('\\', '/');
  const region =
    place.line === undefined ? undefined : { startLine: place.line, startColumn: place.character };
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(uri.replace(/\p{Surrogate}/gu, '\ufffd')), uriBaseId: 'WORKSPACE' },
      region,
    },
  };
}
