import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { changesOf } from '../../lib/changes.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { RequireStaff } from './certificates.access.js'
import { findSettings, type SettingsRow, saveSettings } from './settings.repository.js'

export interface SettingsDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  requireStaff: RequireStaff
}

export type SettingsInput = Pick<SettingsRow, 'isEnabled' | 'title' | 'description' | 'validMonths'>
export type Settings = Omit<SettingsRow, 'updatedAt' | 'updatedBy'> & Partial<SettingsRow>
export type SettingsService = ReturnType<typeof createSettingsService>

/** Whether a course gives certificates, and which. */
export function createSettingsService({ database, clock, audit, courses, requireStaff }: SettingsDeps) {
  return {
    /** @throws 403, 404 */
    async get(viewer: Viewer, ref: string): Promise<Settings> {
      const course = await requireStaff(viewer, ref)
      return (await findSettings(database, database.read, course.id)) ?? unset(course)
    },

    /** For what is issued from now on. @throws 403, 404, 412 */
    async put(
      actor: Viewer,
      ref: string,
      { input, check }: { input: SettingsInput; check: Precondition }
    ): Promise<Settings> {
      const { mayManage } = courses.rules
      return database.transaction(async (tx) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: mayManage })
        const before = (await findSettings(database, tx, course.id)) ?? unset(course)
        check(before)
        const row = {
          courseId: course.id,
          ...input,
          title: input.title.trim(),
          description: input.description.trim(),
          version: before.version + 1,
          updatedBy: actor.userId,
          updatedAt: clock.now()
        }
        await saveSettings(database, tx, row)
        const changed = changesOf<Settings, keyof SettingsInput>(before, row, recordedFields)
        const resource = { type: 'course', id: course.id }
        audit.record(tx, { action: 'certificate.change_settings', resource, ...changed })
        return row
      })
    }
  }
}

const recordedFields = ['isEnabled', 'title', 'description', 'validMonths'] as const

/** What a course without settings does. */
function unset({ id, title }: Pick<CourseRow, 'id' | 'title'>): Settings {
  return { courseId: id, isEnabled: false, title, description: '', validMonths: null, version: 0 }
}
