import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Canonical JSON (RFC 8785). The package's types describe another module system than its code: its default is the function. */
const canonical = canonicalize as unknown as (value: unknown) => string | undefined;

/** sha256 of a value as canonical JSON: the same for the same content, whatever the order of its keys. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(canonical(value) ?? 'null')
    .digest('hex');
}
