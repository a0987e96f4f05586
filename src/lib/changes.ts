import { canonicalJson } from './canonical-json.js'

/** What it was and what it is, of the fields that differ: as the audit log keeps it. */
export interface Changes {
  before: Record<string, unknown>
  after: Record<string, unknown>
}

/** Undefined when none of the fields differs. */
export function changesOf<T extends object, K extends keyof T & string>(
  before: T,
  after: T,
  fields: readonly K[]
): Changes | undefined {
  const changed = fields.filter((field) => canonicalJson([before[field]]) !== canonicalJson([after[field]]))
  if (changed.length === 0) return undefined
  return { before: pick(before, changed), after: pick(after, changed) }
}

function pick<T extends object, K extends keyof T & string>(whole: T, fields: readonly K[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, whole[field] ?? null]))
}
