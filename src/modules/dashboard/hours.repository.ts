import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Period } from './activity.repository.js'
import { isOf, type Scope } from './scope.repository.js'

/** How long reviews took that were decided in an interval. */
export interface ReviewHours {
  /** Which interval, by its number. */
  place: number
  decided: number
  /** From handing in to the decision, with two decimals. */
  median: number
  /** What nine of ten took at most. */
  p90: number
}

/** Of each interval in which something was decided; `placeOf` says in which a moment lies. */
export async function findReviewHours(
  { read, tables, dialect }: Database,
  scope: Scope,
  { period, placeOf }: { period: Period; placeOf: (at: SQL) => SQL }
): Promise<ReviewHours[]> {
  const { courseId, status, queuedAt, decidedAt } = tables.reviewRequests
  const took =
    dialect === 'sqlite'
      ? sql`(${decidedAt} - ${queuedAt}) / 3600000.0`
      : sql`(extract(epoch from ${decidedAt} - ${queuedAt}) / 3600)::double precision`
  const decided = read
    .select({ place: placeOf(sql`${decidedAt}`).as('place'), hours: took.as('hours') })
    .from(tables.reviewRequests)
    .where(and(isOf(scope, courseId), eq(status, 'decided'), gte(decidedAt, period.from), lt(decidedAt, period.to)))
    .as('decided')
  const ranked = read
    .select({
      place: decided.place,
      hours: decided.hours,
      rank: sql<number>`row_number() over (partition by ${decided.place} order by ${decided.hours}) - 1`.as('rank'),
      of: sql<number>`count(*) over (partition by ${decided.place})`.as('of_all')
    })
    .from(decided)
    .as('ranked')
  /** Between two of them where it falls between them: each counts by how near it is to the place that is looked for. */
  const quantile = (share: string) => {
    const distance = sql`abs(${ranked.rank} - (${ranked.of} - 1) * ${sql.raw(share)})`
    return sql`sum(case when ${distance} < 1 then ${ranked.hours} * (1 - ${distance}) else 0 end)`.mapWith(hundredths)
  }
  return read
    .select({
      place: sql`${ranked.place}`.mapWith(Number),
      decided: sql`count(*)`.mapWith(Number),
      median: quantile('0.5'),
      p90: quantile('0.9')
    })
    .from(ranked)
    .groupBy(ranked.place)
    .prepare('')
    .execute(scope.values)
}

function hundredths(hours: unknown): number {
  return Math.round(Number(hours) * 100) / 100
}
