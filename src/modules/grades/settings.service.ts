import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { changesOf } from '../../lib/changes.js'
import type { Clock } from '../../lib/clock.js'
import { unprocessable } from '../../lib/errors.js'
import { toHundredths } from '../../lib/points.js'
import type { Audit } from '../audit/index.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Progress } from '../progress/index.js'
import type { GradebookAccess } from './gradebook.access.js'
import { type SharedItem, withShares } from './gradebook.js'
import type { GradebookReader, GradebookSettings, GradeItem, GradeItemRow } from './gradebook.repository.js'
import { unknownItem } from './grading.service.js'
import { saveGradebook, saveItems } from './settings.repository.js'
import type { SaidItems, SettingsFields } from './settings.schemas.js'

export interface SettingsDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'lockPermitted' | 'rules'>
  access: GradebookAccess
  reader: GradebookReader
  progress: Pick<Progress, 'recheckCourse'>
}

export type SettingsService = ReturnType<typeof createSettingsService>

/** How a course grades, and what each item is of the whole. */
export interface SeenSettings {
  courseId: string
  settings: GradebookSettings
  items: SharedItem[]
}

/** How a course grades. */
export function createSettingsService({ database, clock, audit, courses, access, reader, progress }: SettingsDeps) {
  async function read(courseId: string, isSeen: (item: GradeItem) => boolean): Promise<SeenSettings> {
    const [settings, all] = await Promise.all([
      reader.settings(database.read, courseId),
      reader.items(database.read, courseId)
    ])
    return { courseId, settings, items: withShares(all.filter(isSeen), settings.mode) }
  }

  /** Whoever passes by the change completes the course. */
  async function change(
    actor: Viewer,
    { ref, check }: { ref: string; check: Precondition },
    act: (tx: Tx, before: GradebookSettings, course: CourseRow) => Promise<GradebookSettings>
  ): Promise<SeenSettings> {
    const courseId = await database.transaction(async (tx, afterCommit: AfterCommit) => {
      const course = await courses.lockPermitted(tx, actor, { ref, rule: courses.rules.mayManage })
      const before = await reader.settings(tx, course.id)
      check(before)
      const after = await act(tx, before, course)
      if (after === before) return course.id
      const { mode, passMark, release } = after
      const resource = { type: 'course', id: course.id }
      const changed = changesOf(before, after, ['mode', 'passMark', 'release'])
      if (changed) audit.record(tx, { action: 'gradebook.change', resource, ...changed })
      const by = { updatedBy: actor.userId, updatedAt: clock.now(), version: before.version + 1 }
      await saveGradebook(database, tx, { courseId: course.id, mode, passMark, release, ...by })
      await progress.recheckCourse(tx, afterCommit, course.id)
      return course.id
    })
    return read(courseId, () => true)
  }

  return {
    /** A learner is shown what they are graded for; staff all, or what a learner of the cohort is. @throws 403; 404 */
    async get(viewer: Viewer, ref: string, { cohortId }: { cohortId?: string }): Promise<SeenSettings> {
      const course = await access.requireReadable(viewer, ref)
      if (await access.isStaff(viewer, course)) {
        return read(course.id, (item) => cohortId === undefined || [null, cohortId].includes(item.cohortId))
      }
      const own = await reader.cohortsOf(database.read, { courseId: course.id, userIds: [viewer.userId] })
      return read(course.id, (item) => item.cohortId === null || item.cohortId === own.get(viewer.userId))
    },

    /** What is held back already stays so, and what is released too. @throws 403; 404; 412 */
    save(
      actor: Viewer,
      ref: string,
      { fields, check }: { fields: SettingsFields; check: Precondition }
    ): Promise<SeenSettings> {
      const { mode, passMark, release } = fields
      return change(actor, { ref, check }, async (_tx, before) => {
        const isSame = before.mode === mode && before.passMark === passMark && before.release === release
        return isSame ? before : { ...before, mode, passMark, release }
      })
    },

    /** Those that are not named stay as they are. @throws 403; 404; 412; 422 UNKNOWN_ITEM, ITEM_TWICE, INVALID_WEIGHT */
    saveItems(
      actor: Viewer,
      ref: string,
      { items, check }: { items: SaidItems; check: Precondition }
    ): Promise<SeenSettings> {
      return change(actor, { ref, check }, async (tx, before, { id: courseId }) => {
        const known = await reader.items(tx, courseId)
        const rows = readItems(courseId, known, items)
        if (rows.length === 0) return before
        const weights = rows.map(({ itemId, weight, isCounted }) => ({ itemId, weight, isCounted }))
        audit.record(tx, {
          action: 'gradebook.weigh',
          resource: { type: 'course', id: courseId },
          after: { items: weights }
        })
        await saveItems(database, tx, rows)
        return { ...before }
      })
    }
  }
}

/** @throws 422 naming the item */
function readItems(courseId: string, known: readonly GradeItem[], items: SaidItems): GradeItemRow[] {
  const seen = new Set<string>()
  return items.map(({ kind, itemId, weight, isCounted }, i) => {
    if (!known.some((item) => item.kind === kind && item.itemId === itemId)) throw unknownItem(`items.${i}.itemId`)
    if (seen.has(itemId)) throw unprocessable('ITEM_TWICE', `items.${i}.itemId`, 'is there twice')
    seen.add(itemId)
    const hundredths = weight === null ? null : toHundredths(weight)
    if (hundredths === undefined) {
      throw unprocessable('INVALID_WEIGHT', `items.${i}.weight`, 'must have at most two decimals')
    }
    return { courseId, kind, itemId, weight: hundredths, isCounted }
  })
}
