/**
 * Reads the Markdown that the API gives as it was written: descriptions, briefs, comments. What it makes is a tree and not
 * HTML, so that nothing in it can be more than text. Lessons come rendered: they may have more than this knows.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 's'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'break' }

export type Block =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }
  | { kind: 'rule' }

const maxDepth = 8
const listItem = /^( {0,3})([-*+]|(\d{1,9})[.)])( +|$)(.*)$/

export function parseMarkdown(source: string, depth = 0): Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const { block, next } = readBlock(lines, at, depth)
    if (block) blocks.push(block)
    at = next
  }
  return blocks
}

interface Read {
  block?: Block
  next: number
}

function readBlock(lines: readonly string[], at: number, depth: number): Read {
  const line = lines[at] ?? ''
  if (line.trim() === '') return { next: at + 1 }
  const fence = /^ {0,3}(```+|~~~+)/.exec(line)?.[1]
  if (fence) return readCode(lines, at, fence)
  const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line)
  if (heading) {
    const [, marks = '', text = ''] = heading
    return { block: { kind: 'heading', level: marks.length, children: parseInline(text) }, next: at + 1 }
  }
  if (/^ {0,3}([-*_])( *\1){2,} *$/.test(line)) return { block: { kind: 'rule' }, next: at + 1 }
  if (depth < maxDepth && /^ {0,3}>/.test(line)) return readQuote(lines, at, depth)
  if (depth < maxDepth && listItem.test(line)) return readList(lines, at, depth)
  return readParagraph(lines, at)
}

function readCode(lines: readonly string[], at: number, fence: string): Read {
  const end = lines.findIndex((line, i) => i > at && line.trim().startsWith(fence))
  const last = end < 0 ? lines.length : end
  return { block: { kind: 'code', text: lines.slice(at + 1, last).join('\n') }, next: last + 1 }
}

function readQuote(lines: readonly string[], at: number, depth: number): Read {
  let next = at
  while (next < lines.length && /^ {0,3}>/.test(lines[next] ?? '')) next += 1
  const inner = lines.slice(at, next).map((line) => line.replace(/^ {0,3}> ?/, ''))
  return { block: { kind: 'quote', children: parseMarkdown(inner.join('\n'), depth + 1) }, next }
}

function readList(lines: readonly string[], at: number, depth: number): Read {
  const first = listItem.exec(lines[at] ?? '')
  const isOrdered = first?.[3] !== undefined
  const indent = first?.[1]?.length ?? 0
  const items: string[][] = []
  let next = at
  while (next < lines.length) {
    const line = lines[next] ?? ''
    const found = listItem.exec(line)
    const isNested = line.startsWith(' '.repeat(indent + 2))
    if (found && !isNested && (found[3] !== undefined) === isOrdered) items.push([found[5] ?? ''])
    else if (/^ {2,}\S/.test(line) || (line.trim() === '' && /^ {2,}\S/.test(lines[next + 1] ?? ''))) {
      items.at(-1)?.push(line.replace(/^ {2,4}/, ''))
    } else if (line.trim() === '' && sameList(lines[next + 1], isOrdered)) items.at(-1)?.push('')
    else break
    next += 1
  }
  const children = items.map((item) => parseMarkdown(item.join('\n'), depth + 1))
  return { block: { kind: 'list', isOrdered, start: Number(first?.[3] ?? 1), items: children }, next }
}

function sameList(line: string | undefined, isOrdered: boolean): boolean {
  const found = listItem.exec(line ?? '')
  return found !== null && (found[3] !== undefined) === isOrdered
}

function readParagraph(lines: readonly string[], at: number): Read {
  let next = at + 1
  while (next < lines.length && !/^\s*$|^ {0,3}(#{1,6}\s|>|```|~~~)/.test(lines[next] ?? '')) {
    if (listItem.test(lines[next] ?? '')) break
    next += 1
  }
  return { block: { kind: 'paragraph', children: parseInline(lines.slice(at, next).join('\n')) }, next }
}

const safeHref = /^(https?:\/\/[^\s\\/?#]|mailto:[^\s\\]|\/(?![\\/]))[^\s\\]*$/i

/** The one that begins first counts; of those at the same place the first in this list. */
const spans: readonly (readonly [RegExp, (match: RegExpExecArray, depth: number) => Inline])[] = [
  [/\\([!-/:-@[-`{-~])/, ([, text = '']) => ({ kind: 'text', text })],
  [/(`+)([\s\S]*?[^`])\1(?!`)/, ([, , text = '']) => ({ kind: 'code', text: text.trim() })],
  [
    /!?\[([^\][]*)\]\(\s*<?([^\s()<>]+)>?(?:\s+"[^"]*")?\s*\)/,
    ([all, label = '', href = ''], depth) =>
      safeHref.test(href)
        ? { kind: 'link', href, children: parseInline(label || href, depth + 1) }
        : { kind: 'text', text: all }
  ],
  [/<(https?:\/\/[^\s<>]+)>/, ([, href = '']) => linkTo(href)],
  [/https?:\/\/[^\s<>()[\]*`"]*[^\s<>()[\]*`".,;:!?]/, ([href]) => linkTo(href)],
  [
    /\*\*(?=\S)([\s\S]*?\S)\*\*/,
    ([, text = ''], depth) => ({ kind: 'strong', children: parseInline(text, depth + 1) })
  ],
  [/(?<!\w)__(?=\S)([\s\S]*?\S)__(?!\w)/, ([, text = ''], depth) => strongOf(text, depth)],
  [/\*(?=[^\s*])([^*]*[^\s*])\*/, ([, text = ''], depth) => ({ kind: 'em', children: parseInline(text, depth + 1) })],
  [/(?<!\w)_(?=[^\s_])([^_]*[^\s_])_(?!\w)/, ([, text = ''], depth) => emOf(text, depth)],
  [/~~(?=\S)([\s\S]*?\S)~~/, ([, text = ''], depth) => ({ kind: 's', children: parseInline(text, depth + 1) })],
  [/ {2,}\n|\\\n/, () => ({ kind: 'break' })]
]

export function parseInline(source: string, depth = 0): Inline[] {
  const parts: Inline[] = []
  let rest = source
  while (rest !== '') {
    const found = depth < maxDepth ? firstSpan(rest) : undefined
    if (!found) break
    const { match, make } = found
    if (match.index > 0) parts.push({ kind: 'text', text: rest.slice(0, match.index) })
    parts.push(make(match, depth))
    rest = rest.slice(match.index + match[0].length)
  }
  if (rest !== '') parts.push({ kind: 'text', text: rest })
  return parts
}

function firstSpan(text: string) {
  let first: { match: RegExpExecArray; make: (match: RegExpExecArray, depth: number) => Inline } | undefined
  for (const [pattern, make] of spans) {
    const match = pattern.exec(text)
    if (match && (!first || match.index < first.match.index)) first = { match, make }
  }
  return first
}

function linkTo(href: string): Inline {
  return { kind: 'link', href, children: [{ kind: 'text', text: href }] }
}

function strongOf(text: string, depth: number): Inline {
  return { kind: 'strong', children: parseInline(text, depth + 1) }
}

function emOf(text: string, depth: number): Inline {
  return { kind: 'em', children: parseInline(text, depth + 1) }
}
