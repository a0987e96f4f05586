import type { Write } from './writes.js'

type Fields = Readonly<Record<string, unknown>>
type Merge = (older: Fields, newer: Fields) => Fields

/** Routes that take what is named and leave the rest: of these, two that wait are joined. Elsewhere the newer one counts. */
const merges: readonly (readonly [method: string, path: RegExp, merge: Merge])[] = [
  ['PUT', /^\/api\/lessons\/[^/]+\/progress$/, mergeProgress],
  ['PUT', /^\/api\/quiz-attempts\/[^/]+\/answers$/, mergeAnswers],
  ['PATCH', /^\/api\//, (older, newer) => ({ ...older, ...newer })]
]

export function mergeBodies({ method, path }: Pick<Write, 'method' | 'path'>, older: unknown, newer: unknown): unknown {
  const merge = merges.find(([ofMethod, pattern]) => ofMethod === method && pattern.test(path))?.[2]
  return merge && isFields(older) && isFields(newer) ? merge(older, newer) : newer
}

/** Completed stays completed, and how far one has come does not go back; where to go on is said anew. */
function mergeProgress(older: Fields, newer: Fields): Fields {
  const merged: Record<string, unknown> = { ...older, ...newer }
  if (older.completed === true) merged.completed = true
  const positions = [older.positionMs, newer.positionMs].filter((each) => typeof each === 'number')
  if (positions.length > 0) merged.positionMs = Math.max(...positions)
  // Without it the API takes the position, which may be the older and further one.
  const resume = newer.resumeMs ?? newer.positionMs ?? older.resumeMs
  if (resume !== undefined) merged.resumeMs = resume
  return merged
}

function mergeAnswers(older: Fields, newer: Fields): Fields {
  const byQuestion = new Map([...answersOf(older), ...answersOf(newer)].map((each) => [each.questionId, each]))
  return { ...newer, answers: [...byQuestion.values()] }
}

function answersOf({ answers }: Fields): Fields[] {
  return Array.isArray(answers) ? answers.filter(isFields) : []
}

/** Whether all that was written stands in what is kept: then an earlier try has arrived, although its answer did not. */
export function stands(written: unknown, kept: unknown): boolean {
  if (Array.isArray(written)) {
    return Array.isArray(kept) && written.length === kept.length && written.every((each, at) => stands(each, kept[at]))
  }
  if (isFields(written)) {
    return isFields(kept) && Object.entries(written).every(([name, value]) => stands(value, keptAs(name, kept)))
  }
  return written === kept
}

/** What is written by its ids is answered as what they are of: `fileIds` as `files`. */
function keptAs(name: string, kept: Fields): unknown {
  const things = name.endsWith('Ids') && !(name in kept) ? kept[`${name.slice(0, -'Ids'.length)}s`] : undefined
  return Array.isArray(things) ? things.map((each) => isFields(each) && each.id) : kept[name]
}

const idPattern = /^[a-z]+_[0-9a-z]{20,}$/

/** What somebody has written with their own hands, to be read and copied. */
export function textIn(body: unknown): string {
  if (typeof body === 'string') return idPattern.test(body) ? '' : body
  const parts = Array.isArray(body) ? body : isFields(body) ? Object.values({ ...body, kind: '' }) : []
  return parts
    .map(textIn)
    .filter((text) => text !== '')
    .join('\n\n')
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
