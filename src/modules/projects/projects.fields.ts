import { isDeepStrictEqual } from 'node:util'
import type { ChecklistItem, Deliverable } from '../../db/schema/projects.js'
import { lastMomentMs, parseMoment } from '../../lib/calendar.js'
import { dayMs } from '../../lib/clock.js'
import { conflict, invalid, unprocessable } from '../../lib/errors.js'
import { createId, type IdKind } from '../../lib/ids.js'
import type { ProjectRow } from './projects.repository.js'

/** A part of a list as it is sent: one with its id stays what it is, one without is new. */
export interface GivenDeliverable {
  id?: string
  title: string
  description?: string
  kind: Deliverable['kind']
  isRequired?: boolean
}

export interface GivenItem {
  id?: string
  text: string
  isRequired?: boolean
}

interface Known<T> {
  known: readonly T[]
  now: Date
}

export const maxLateDays = 365
/** With the days after it, a moment that is still told in the form of all others. */
const lastDueMs = lastMomentMs - (maxLateDays + 2) * dayMs

/** @throws 422 UNKNOWN_DELIVERABLE naming the field */
export function toDeliverables(given: readonly GivenDeliverable[], { known, now }: Known<Deliverable>): Deliverable[] {
  const idOf = takeOnce('deliverable', known, { code: 'UNKNOWN_DELIVERABLE', field: 'deliverables', now })
  return given.map(({ id, title, description = '', kind, isRequired = true }, i) => {
    return { id: idOf(id, i), title: title.trim(), description, kind, isRequired }
  })
}

/** @throws 422 UNKNOWN_ITEM naming the field */
export function toChecklist(given: readonly GivenItem[], { known, now }: Known<ChecklistItem>): ChecklistItem[] {
  const idOf = takeOnce('checklistItem', known, { code: 'UNKNOWN_ITEM', field: 'checklist', now })
  return given.map(({ id, text, isRequired = false }, i) => ({ id: idOf(id, i), text: text.trim(), isRequired }))
}

/** @throws 400 naming the field */
export function parseDueAt(text: string): Date {
  const dueAt = parseMoment('dueAt', text)
  if (dueAt.getTime() > lastDueMs) throw invalid('dueAt', 'must be a moment before the end of the year 9998')
  return dueAt
}

/** What the fields of a project say together. @throws 422 */
export function requireSound({ lateRule, latePercentPerDay, lateDays, ...project }: ProjectRow): void {
  const wrong = (field: string, message: string) => unprocessable('INVALID_LATE_RULE', field, message)
  if (lateRule === 'deduct' && latePercentPerDay === null) throw wrong('latePercentPerDay', 'says how much to deduct')
  if (lateRule !== 'deduct' && latePercentPerDay !== null) {
    throw wrong('latePercentPerDay', 'is for the rule `deduct` alone')
  }
  if (lateRule === 'refuse' && lateDays !== null) throw wrong('lateDays', 'has no meaning where nothing late is taken')
  if (project.status !== 'published') return
  if (project.brief.trim() === '') {
    throw unprocessable('NOT_PUBLISHABLE', 'brief', 'must say what is to be done before it is published')
  }
  if (project.deliverables.length === 0) {
    throw unprocessable('NOT_PUBLISHABLE', 'deliverables', 'must not be empty in a published project')
  }
}

/** What was handed in must go on to have its place. @throws 409 PROJECT_IN_USE */
export function requireKept(before: readonly Deliverable[], after: readonly Deliverable[]): void {
  const isKept = ({ id, kind }: Deliverable) => after.some((other) => other.id === id && other.kind === kind)
  const lost = before.filter((deliverable) => !isKept(deliverable))
  if (lost.length === 0) return
  const titles = lost.map(({ title }) => `“${title}”`).join(', ')
  throw conflict('PROJECT_IN_USE', 'Learners have handed in: deliverables are kept, and of their kind', {
    deliverables: [`must keep ${titles}`]
  })
}

/** The fields in which the row differs. */
export function changesOf(row: ProjectRow, wanted: Partial<ProjectRow>): Partial<ProjectRow> {
  const isOther = ([name, value]: [string, unknown]) => !isDeepStrictEqual(value, row[name as keyof ProjectRow])
  return Object.fromEntries(Object.entries(wanted).filter(isOther))
}

function takeOnce(
  kind: IdKind,
  known: readonly { id: string }[],
  { code, field, now }: { code: string; field: string; now: Date }
) {
  const free = new Set(known.map(({ id }) => id))
  return (id: string | undefined, i: number): string => {
    if (id === undefined) return createId(kind, now.getTime())
    if (!free.delete(id)) throw unprocessable(code, `${field}.${i}.id`, 'must be one of this project, each once')
    return id
  }
}
