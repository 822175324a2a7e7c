import type { LangiumDocument } from 'langium';
import type { CodeLensProvider } from 'langium/lsp';
import type { CodeLens, Command } from 'vscode-languageserver';
import { say } from '../../../kernel/src/words/say.js';
import { policyKind } from '../language/declarations.js';
import {
  type Declaration,
  isEffect,
  isGraph,
  isModel,
  isPolicy,
  isRank,
  type Spec,
} from '../language/generated/ast.js';
import { type CommandSubject, commandIds } from '../protocol.js';
import { lastRunOf } from '../validation/last-run-rules.js';
import { estimateWords } from './last-run-words.js';

/** Verbs above the declarations they act on: Train, Score and Explain of effects and models; Train of policies and rankings; Show Graph and Open Graph Beside; and what an effect was last estimated to be. */
export class SpecCodeLenses implements CodeLensProvider {
  provideCodeLens(document: LangiumDocument): CodeLens[] {
    const { declarations } = document.parseResult.value as Spec;
    return declarations.flatMap((declaration) => {
      const range = declaration.$cstNode?.range;
      if (!range || !declaration.name) return [];
      const subject: CommandSubject = { uri: document.uri.toString(), name: declaration.name };
      return commandsFor(declaration, subject).map((command) => ({ range, command }));
    });
  }
}

function commandsFor(declaration: Declaration, subject: CommandSubject): Command[] {
  const command = (title: string, id: string): Command => ({ title, command: id, arguments: [subject] });
  if (isEffect(declaration) || isModel(declaration)) {
    const seen = isEffect(declaration) ? lastRunOf(declaration) : undefined;
    return [
      ...(seen ? [command(estimateWords(seen), commandIds.showResult)] : []),
      command(say`Train`, commandIds.train),
      command(say`Score`, commandIds.score),
      command(say`Explain`, commandIds.explain),
    ];
  }
  if (isPolicy(declaration)) {
    const scores = policyKind(declaration) === 'policy' ? [command(say`Score`, commandIds.score)] : [];
    return [command(say`Train`, commandIds.train), ...scores];
  }
  if (isRank(declaration)) return [command(say`Train`, commandIds.train)];
  return isGraph(declaration)
    ? [command(say`Show Graph`, commandIds.showGraph), command(say`Open Graph Beside`, commandIds.openGraph)]
    : [];
}
