import type { Criterion, ReviewDraft } from './types.js'

/** What is written of one criterion; points as they were typed. */
export interface Mark {
  points: string
  comment: string
}

export interface Written {
  marks: Readonly<Record<string, Mark>>
  summary: string
}

const blank: Mark = { points: '', comment: '' }

export function markOf({ marks }: Written, criterionId: string): Mark {
  return marks[criterionId] ?? blank
}

export function writtenOf(draft: ReviewDraft | null): Written {
  const marks = (draft?.scores ?? []).map(({ criterionId, points, comment }) => [
    criterionId,
    { points: points === null ? '' : String(points), comment }
  ])
  return { marks: Object.fromEntries(marks) as Record<string, Mark>, summary: draft?.summary ?? '' }
}

/** The points as a number; undefined for none, or for what is no number. */
export function pointsOf({ points }: Mark): number | undefined {
  const number = Number(points.replace(',', '.'))
  return points.trim() === '' || Number.isNaN(number) ? undefined : number
}

export function mostOf({ levels }: Pick<Criterion, 'levels'>): number {
  return Math.max(0, ...levels.map(({ points }) => points))
}

/** Whether the API takes it: from nothing to the best level, with at most two decimals. */
export function isFit(mark: Mark, criterion: Criterion): boolean {
  if (mark.points.trim() === '') return true
  const points = pointsOf(mark)
  if (points === undefined || points < 0 || points > mostOf(criterion)) return false
  return Math.abs(points * 100 - Math.round(points * 100)) < 1e-6
}

/** The level that the points reach. */
export function levelOf(mark: Mark, { levels }: Criterion): Criterion['levels'][number] | undefined {
  const points = pointsOf(mark)
  return points === undefined ? undefined : levels.filter((level) => level.points <= points).at(-1)
}

export function totalOf(written: Written, criteria: readonly Criterion[]): number {
  const total = criteria.reduce((sum, { id }) => sum + (pointsOf(markOf(written, id)) ?? 0), 0)
  return Math.round(total * 100) / 100
}

/** What a decision needs and has not. */
export function missingOf(written: Written, criteria: readonly Criterion[]): Criterion[] {
  return criteria.filter(({ id, isRequired }) => isRequired && pointsOf(markOf(written, id)) === undefined)
}

/** As the API takes it. Points that it would refuse are left out until they are mended. */
export function bodyOf(written: Written, criteria: readonly Criterion[]) {
  const scores = criteria.flatMap((criterion) => {
    const mark = markOf(written, criterion.id)
    const points = isFit(mark, criterion) ? pointsOf(mark) : undefined
    const comment = mark.comment.trim()
    return points === undefined && !comment
      ? []
      : [{ criterionId: criterion.id, ...(points !== undefined && { points }), comment }]
  })
  return { scores, summary: written.summary }
}
