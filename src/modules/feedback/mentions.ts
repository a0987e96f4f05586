import { foldText } from '../../lib/text.js'

/** More of them in one text is a list, and no address. */
const maxMentions = 20
const inCode = /<code[^>]*>[\s\S]*?<\/code>/g
/** Behind a letter it is an e-mail address, behind a slash part of a link. What comes after must not be a name that goes on. */
const mention = /(?<![\p{L}\p{N}._@/-])@([\p{L}\p{N}._-]{3,50})(?![\p{L}\p{N}._-])/gu

/**
 * Whom the rendered text names by `@username`, as folded usernames. Each mention has one reading, or two: a full stop at the
 * end belongs to the name, or ends the sentence.
 */
export function mentionsIn(html: string): string[][] {
  const text = html.replace(inCode, ' ').replace(/<[^>]*>/g, ' ')
  const found = new Map<string, string[]>()
  for (const [, name = ''] of text.matchAll(mention)) {
    const key = foldText(name)
    const readings = [key, key.replace(/[._-]+$/, '')].filter((reading) => reading.length >= 3)
    found.set(key, [...new Set(readings)])
    if (found.size === maxMentions) break
  }
  return [...found.values()]
}
