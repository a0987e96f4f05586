import { foldForSearch, type SearchWord } from './words.js'

export interface PassagePart {
  text: string
  isMatch: boolean
}

interface Match {
  start: number
  end: number
  /** The word of the search. */
  word: number
}

const passageLength = 160
/** A word that stands on every line need not be found on each. */
const maxMatches = 200

/** Finds the words of a search in texts: the same that the index finds. */
export interface Finder {
  /** Where they are, in the order of the text, which must be in the normal form NFC. */
  matches(text: string): Match[]
  /** How many of their places the text has; 0 unless all of the words are in it. */
  count(text: string): number
}

export function createFinder(words: readonly SearchWord[]): Finder {
  const patterns = words.map(({ near, beginnings, longBeginnings, roots }) => {
    const whole = [...near, ...roots].join('|')
    const begun = beginnings.length > 0 ? `(?:${[...beginnings, ...longBeginnings].join('|')})[\\p{L}\\p{N}]*|` : ''
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${begun}(?:${whole})(?![\\p{L}\\p{N}]))`, 'gu')
  })

  const terms = words.map(({ near, beginnings, roots }) => [...near, ...beginnings, ...roots])

  const matchesOf = (folded: string): Match[] =>
    patterns.flatMap((pattern, word) => {
      const found: Match[] = []
      for (const { index, 0: text } of folded.matchAll(pattern)) {
        found.push({ start: index, end: index + text.length, word })
        if (found.length === maxMatches) break
      }
      return found
    })

  return {
    matches: (text) => matchesOf(foldInPlace(text)).sort((a, b) => a.start - b.start || b.end - a.end),
    count: (text) => {
      const folded = foldInPlace(text.normalize('NFC'))
      // Most texts lack some word: to see that takes a tenth of what it takes to find where they all are.
      if (!terms.every((ofWord) => ofWord.some((term) => folded.includes(term)))) return 0
      const found = matchesOf(folded)
      return new Set(found.map(({ word }) => word)).size === words.length ? found.length : 0
    }
  }
}

/**
 * About 160 characters around the place with the most of the words, those that match marked: parts of text, so that no
 * text can be taken for markup. Without a match it is the beginning; empty for an empty text.
 */
export function passageOf(source: string, finder: Finder): PassagePart[] {
  const text = source.normalize('NFC').replace(/\s+/g, ' ').trim()
  const matches = finder.matches(text)
  const { start, end } = windowOf(text, bestPlace(matches))
  const parts: PassagePart[] = []
  let at = start
  const push = (to: number, isMatch: boolean) => {
    if (to > at) parts.push({ text: text.slice(at, to), isMatch })
    at = Math.max(at, to)
  }
  if (start > 0) parts.push({ text: '… ', isMatch: false })
  for (const match of matches) {
    if (match.start < at || match.end > end) continue
    push(match.start, false)
    push(match.end, true)
  }
  push(end, false)
  if (end < text.length) parts.push({ text: ' …', isMatch: false })
  return joined(parts)
}

/** The text of Markdown, well enough for a passage: the signs go, the words stay. */
export function wordsOfMarkdown(source: string): string {
  return source
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/[*_`~|]+/g, '')
}

/** The match from which on the most of the words, and then the most matches, are within a passage. */
function bestPlace(matches: readonly Match[]): Match | undefined {
  let best: Match | undefined
  let bestWorth = 0
  let last = 0
  for (const [first, match] of matches.entries()) {
    last = Math.max(last, first)
    while (last + 1 < matches.length && (matches[last + 1] as Match).end <= match.start + passageLength) last += 1
    const within = matches.slice(first, last + 1)
    const worth = new Set(within.map(({ word }) => word)).size * maxMatches + within.length
    if (worth > bestWorth) [best, bestWorth] = [match, worth]
  }
  return best
}

/** A third of it stands before the match; it begins and ends between words, if there is a space near. */
function windowOf(text: string, match: Match | undefined): { start: number; end: number } {
  const wanted = Math.min(
    Math.max(0, (match?.start ?? 0) - passageLength / 4),
    Math.max(0, text.length - passageLength)
  )
  const space = wanted === 0 ? -1 : text.indexOf(' ', wanted)
  const latest = match?.start ?? 0
  const start = wanted === 0 ? 0 : space === -1 || space >= latest ? between(text, Math.round(wanted)) : space + 1
  const limit = Math.max(start + passageLength, match?.end ?? 0)
  if (limit >= text.length) return { start, end: text.length }
  const lastSpace = text.lastIndexOf(' ', limit)
  return { start, end: lastSpace > Math.max(start, match?.end ?? 0) ? lastSpace : between(text, limit) }
}

/** Not in the midst of a character of two units. */
function between(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at
}

function joined(parts: readonly PassagePart[]): PassagePart[] {
  const result: PassagePart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (last?.isMatch === part.isMatch) last.text += part.text
    else result.push({ ...part })
  }
  return result
}

const foldedCharacters = new Map<string, string>()

/** Folded so that every character stays in its place. */
function foldInPlace(text: string): string {
  return text.replace(/\P{ASCII}|[A-Z]/gu, foldCharacter)
}

function foldCharacter(character: string): string {
  let folded = foldedCharacters.get(character)
  if (folded === undefined) {
    folded = foldForSearch(character)
    if (folded.length !== character.length) folded = character
    if (foldedCharacters.size < 5_000) foldedCharacters.set(character, folded)
  }
  return folded
}
