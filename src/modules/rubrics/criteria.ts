import type { Criterion } from '../../db/schema/projects.js'
import { unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { fromHundredths, toHundredths } from '../../lib/points.js'

/** A criterion as it is sent: one with its id stays what it is, one without is new. Points as people write them. */
export interface GivenCriterion {
  id?: string
  title: string
  description?: string
  isRequired?: boolean
  levels: { id?: string; title: string; description?: string; points: number }[]
}

/** The ids that a rubric has given out, in any of its versions. */
export interface KnownIds {
  criteria: ReadonlySet<string>
  levels: ReadonlySet<string>
}

/** Of all of these versions. */
export function idsOf(versions: readonly Criterion[][]): KnownIds {
  const criteria = versions.flat()
  return {
    criteria: new Set(criteria.map(({ id }) => id)),
    levels: new Set(criteria.flatMap(({ levels }) => levels.map(({ id }) => id)))
  }
}

/** With ids for what is new. @throws 422 UNKNOWN_CRITERION, UNKNOWN_LEVEL, INVALID_POINTS naming the field */
export function toCriteria(
  given: readonly GivenCriterion[],
  { known, now }: { known: KnownIds; now: Date }
): Criterion[] {
  const criterionIds = takeOnce(known.criteria, 'UNKNOWN_CRITERION')
  const levelIds = takeOnce(known.levels, 'UNKNOWN_LEVEL')
  return given.map(({ id, title, description = '', isRequired = true, levels }, i) => {
    const field = `criteria.${i}`
    const points = levels.map((level, j) => pointsOf(level.points, `${field}.levels.${j}.points`))
    requireAscending(points, field)
    return {
      id: criterionIds(id, `${field}.id`) ?? createId('criterion', now.getTime()),
      title: title.trim(),
      description,
      isRequired,
      levels: levels.map((level, j) => ({
        id: levelIds(level.id, `${field}.levels.${j}.id`) ?? createId('rubricLevel', now.getTime()),
        title: level.title.trim(),
        description: level.description ?? '',
        points: points[j] as number
      }))
    }
  })
}

/** What all the best levels are worth together, in hundredths. */
export function maxPointsOf(criteria: readonly Criterion[]): number {
  return criteria.reduce((sum, { levels }) => sum + (levels.at(-1)?.points ?? 0), 0)
}

/** As it goes over the wire. */
export function presentCriteria(criteria: readonly Criterion[]): Criterion[] {
  return criteria.map(({ id, title, description, isRequired, levels }) => ({
    ...{ id, title, description, isRequired },
    levels: levels.map((level) => ({
      id: level.id,
      title: level.title,
      description: level.description,
      points: fromHundredths(level.points)
    }))
  }))
}

/** Ids of others would say that what is compared by them is the same. */
function takeOnce(known: ReadonlySet<string>, code: string) {
  const taken = new Set<string>()
  return (id: string | undefined, field: string): string | undefined => {
    if (id === undefined) return undefined
    if (!known.has(id)) throw unprocessable(code, field, 'must be an id that this rubric has given out, or be left out')
    if (taken.has(id)) throw unprocessable(code, field, 'stands there twice')
    taken.add(id)
    return id
  }
}

function pointsOf(points: number, field: string): number {
  const hundredths = toHundredths(points)
  if (hundredths === undefined) throw unprocessable('INVALID_POINTS', field, 'must have at most two decimals')
  return hundredths
}

function requireAscending(points: readonly number[], field: string): void {
  const bad = points.findIndex((value, i) => i > 0 && value <= (points[i - 1] as number))
  if (bad > 0) {
    throw unprocessable(
      'INVALID_POINTS',
      `${field}.levels.${bad}.points`,
      'must be more than those of the level before'
    )
  }
}
