/** Scheme of the pages about diagnostics: `causal-code:/CS1301.md`. */
export const codeScheme = 'causal-code';
