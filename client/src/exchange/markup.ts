/** Text that HTML shows as exactly this text, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text that Markdown shows as exactly this text: no markup, links or HTML of its own. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>|~#$!+&-]/g, (character) => `&#${character.charCodeAt(0)};`);
}
