import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Range } from 'vscode-languageserver';
import { codeScheme } from './code-scheme.js';
import { type Code, codes, type Severity } from './codes.js';
import type { Fix } from './rule.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

/** A diagnostic of ours: its code decides how bad it is. */
export function diagnose(code: Code, range: Range, message: string, fix?: Fix): Diagnostic {
  return diagnoseAs({ code, severity: codes[code].severity }, range, message, fix);
}

/** A diagnostic under any code, of the kernel's too. */
export function diagnoseAs(
  { code, severity }: { readonly code: string; readonly severity: Severity },
  range: Range,
  message: string,
  fix?: Fix | readonly Fix[],
): Diagnostic {
  const diagnostic: Diagnostic = {
    code,
    codeDescription: { href: `${codeScheme}:/${code}.md` },
    severity: severities[severity],
    range,
    message,
    source: 'causal',
  };
  if (fix) diagnostic.data = fix;
  if (code === 'CS1005') diagnostic.tags = [DiagnosticTag.Unnecessary];
  return diagnostic;
}
