/** The form in which names are compared: compatibility forms and case folded in JS, because SQLite folds ASCII only. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** The words of a search, folded; at most eight, so that a query stays bounded. */
export function searchWords(query: string): string[] {
  return foldText(query).split(/\s+/u).filter(Boolean).slice(0, 8)
}

/** A LIKE pattern that finds `text` anywhere and takes none of its characters as a wildcard (escape character `\`). */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

/** A URL part made of a title: ASCII letters, digits and single hyphens. Empty when nothing of the kind is left. */
export function slugify(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')
}

/** One line of characters that are read, as a header of a mail needs it: what ends lines anywhere is a space. */
export function toLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

/** Lines of characters that are read: one kind of line end, and nothing that one of the databases would refuse. */
export function toLines(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]+/gu, '')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text that stands in a page or in an attribute of it as what it is. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
