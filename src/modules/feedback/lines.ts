import { diffArrays } from 'diff'

/** A run of lines that have the same fate. Numbers count from 1; null where the text does not have the lines. */
export interface Run {
  kind: 'context' | 'added' | 'removed'
  beforeLine: number | null
  afterLine: number | null
  lines: string[]
}

/** Changes that are near each other, with the lines around them. */
export interface Hunk {
  runs: Run[]
}

export interface LineChanges {
  /** They have too little in common for saying what became of what: what differs is all gone, and all new. */
  isReplaced: boolean
  hunks: Hunk[]
}

interface Change {
  count: number
  added: boolean
  removed: boolean
}

const contextLines = 3
/** Lines that are gone or new. The work grows with its square: a thousand take some 60 ms, two thousand 250 ms. */
const maxChangedLines = 1_000
/** For two texts that take long in spite of that. */
const maxMs = 100

/** Without the ends of the lines; the last one may have one or not. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** What became of the lines of one text in the other. Bounded, whatever the texts: see the limits above. */
export function compareLines(before: string, after: string): LineChanges {
  const [old, fresh] = [linesOf(before), linesOf(after)]
  const start = commonStart(old, fresh)
  const end = commonStart(old.slice(start).reverse(), fresh.slice(start).reverse())
  const found = changesOf(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end))
  const same = (count: number): Change => ({ count, added: false, removed: false })
  const changes = [same(start), ...found.changes, same(end)]
  return { isReplaced: found.isReplaced, hunks: hunksOf(runsOf(changes, { old, fresh })) }
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i
  return length
}

function changesOf(old: string[], fresh: string[]): { isReplaced: boolean; changes: Change[] } {
  const replaced = [
    { count: old.length, added: false, removed: true },
    { count: fresh.length, added: true, removed: false }
  ]
  if (old.length === 0 || fresh.length === 0) return { isReplaced: false, changes: replaced }
  const numbers = new Map<string, number>()
  // Numbers are compared at once; lines with a long common beginning are not.
  const numbered = (lines: string[]) =>
    lines.map((line) => {
      const number = numbers.get(line) ?? numbers.size
      numbers.set(line, number)
      return number
    })
  const changes = diffArrays(numbered(old), numbered(fresh), { maxEditLength: maxChangedLines, timeout: maxMs })
  return { isReplaced: changes === undefined, changes: changes ?? replaced }
}

function runsOf(changes: readonly Change[], { old, fresh }: { old: string[]; fresh: string[] }): Run[] {
  let [o, f] = [0, 0]
  const runs = changes.map(({ count, added, removed }): Run => {
    const kind = added ? 'added' : removed ? 'removed' : 'context'
    const lines = added ? fresh.slice(f, f + count) : old.slice(o, o + count)
    const run = { kind, beforeLine: added ? null : o + 1, afterLine: removed ? null : f + 1, lines } as const
    if (!added) o += count
    if (!removed) f += count
    return run
  })
  return runs.filter(({ lines }) => lines.length > 0)
}

/** Where two changes are far from each other a hunk ends and the next one begins. */
function hunksOf(runs: readonly Run[]): Hunk[] {
  const hunks: Hunk[] = []
  let hunk: Run[] = []
  for (const run of runs) {
    const isLast = run === runs.at(-1)
    const isShort = run.lines.length <= 2 * contextLines
    if (run.kind !== 'context' || (isShort && hunk.length > 0 && !isLast)) {
      hunk.push(run)
      continue
    }
    if (hunk.length > 0) hunks.push({ runs: [...hunk, part(run, 0, contextLines)] })
    hunk = isLast ? [] : [part(run, Math.max(0, run.lines.length - contextLines))]
  }
  return hunk.length > 0 ? [...hunks, { runs: hunk }] : hunks
}

function part({ kind, beforeLine, afterLine, lines }: Run, from: number, to?: number): Run {
  const shifted = (line: number | null) => (line === null ? null : line + from)
  return { kind, beforeLine: shifted(beforeLine), afterLine: shifted(afterLine), lines: lines.slice(from, to) }
}
