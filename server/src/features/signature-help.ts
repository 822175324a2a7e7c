import type { LangiumDocument, Lexer } from 'langium';
import type { SignatureHelpProvider } from 'langium/lsp';
import type { SignatureHelp, SignatureHelpOptions, SignatureHelpParams } from 'vscode-languageserver';
import { type FunctionSignature, functions } from '../../../kernel/src/data/expression.js';
import { told } from '../../../kernel/src/words/say.js';
import { parameterNames, signatureOf } from './completion-items.js';

/** Shows how the function is called whose parenthesis is open at the cursor, and which argument stands there. */
export class SpecSignatureHelp implements SignatureHelpProvider {
  readonly signatureHelpOptions: SignatureHelpOptions = {
    triggerCharacters: ['('],
    retriggerCharacters: [','],
  };

  /** @param lexer its words are whole also where a spec is in the middle of being written, which its tree then is not */
  constructor(private readonly lexer: Lexer) {}

  provideSignatureHelp(document: LangiumDocument, params: SignatureHelpParams): SignatureHelp | undefined {
    const { textDocument } = document;
    const before = textDocument.getText().slice(0, textDocument.offsetAt(params.position));
    const call = openCall(this.lexer.tokenize(before).tokens.map(({ image }) => image));
    if (!call || !Object.hasOwn(functions, call.name)) return undefined;
    const signature: FunctionSignature = functions[call.name as keyof typeof functions];
    const parameters = parameterNames(signature);
    // The last parameter of a function that takes any number of arguments stands for all from there on.
    const last = parameters.length - 1;
    return {
      activeSignature: 0,
      activeParameter: Math.min(call.argument, signature.variadic ? last : call.argument),
      signatures: [
        {
          label: signatureOf(call.name, signature),
          documentation: told(signature.about),
          parameters: parameters.map((label) => ({ label })),
        },
      ],
    };
  }
}

/** The innermost call that is still open at the end of the words: its function and the place of the argument, from 0. */
function openCall(
  words: readonly string[],
): { readonly name: string; readonly argument: number } | undefined {
  let closed = 0;
  let argument = 0;
  for (let i = words.length - 1; i > 0; i--) {
    const word = words[i];
    if (word === '{' || word === '}') return undefined;
    if (word === ')') closed++;
    else if (word === '(' && closed > 0) closed--;
    else if (word === ',' && closed === 0) argument++;
    else if (word === '(') {
      if (Object.hasOwn(functions, words[i - 1])) return { name: words[i - 1], argument };
      // Plain parentheses within an argument: commas before them are of the call around.
      argument = 0;
    }
  }
  return undefined;
}
