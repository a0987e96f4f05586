import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import { type ModuleRow, nextModulePosition } from './content-changes.repository.js'
import { toRuleColumns } from './content-changes.schemas.js'
import { type ContentChange, type ContentChanges, changesOf } from './content-changes.service.js'
import { insertModule, prepareFindModule, readModule, updateModule } from './modules.repository.js'
import type { ModuleFields, ModulePatch } from './modules.schemas.js'
import { rightsOf } from './standing.js'

export interface ModulesDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'rules'>
  changes: ContentChanges
  events: Pick<Events, 'emit'>
}

export type ModulesService = ReturnType<typeof createModulesService>

export function createModulesService({ database, clock, courses, changes, events }: ModulesDeps) {
  const find = prepareFindModule(database)

  /** @throws 403; 404 */
  async function requireManaged(viewer: Viewer, id: string): Promise<ModuleRow> {
    const found = await find(id, viewer.userId)
    if (!found) throw notFound('Module')
    const { isManager, seesCourse } = rightsOf(viewer, found, { rules: courses.rules, now: clock.now() })
    if (isManager) return found.module
    throw seesCourse && found.module.status === 'published' ? forbidden() : notFound('Module')
  }

  async function save(change: ContentChange, module: ModuleRow, changed: Partial<ModuleRow>): Promise<ModuleRow> {
    const { tx, course, now } = change
    const isBack = module.status === 'archived' && changed.status !== undefined
    const written: Partial<ModuleRow> = {
      ...changed,
      ...(isBack && { position: await nextModulePosition(database, tx, course.id) }),
      ...{ version: module.version + 1, updatedAt: now }
    }
    const isNews = course.status === 'published' && isAnnounceable({ ...module, ...changed }, now)
    if (isNews) written.announcedAt = now
    const saved = { ...module, ...written }
    await change.raise()
    await updateModule(database, tx, { id: module.id, changes: written })
    if (isBack) await changes.requireLimits(change)
    if (isBack || changed.releaseKind !== undefined || changed.releaseLessonId !== undefined) {
      await changes.requireOpenable(change, { awaited: changed.releaseLessonId, field: isBack ? 'status' : 'release' })
    }
    if (changed.status !== undefined) change.recheck()
    if (isNews) await announce(change, saved)
    return saved
  }

  /** Those who take the course learn of a module once. */
  async function announce({ tx, afterCommit, actor, course }: ContentChange, { id, title }: ModuleRow): Promise<void> {
    await events.emit(tx, afterCommit, {
      type: 'module_released',
      data: { courseId: course.id, courseTitle: course.title, moduleId: id, moduleTitle: title },
      audience: { courseId: course.id },
      actorId: actor.userId,
      courseId: course.id
    })
  }

  async function change(
    actor: Viewer,
    id: string,
    { wanted, check }: { wanted: Partial<ModuleRow>; check: Precondition }
  ): Promise<ModuleRow> {
    const { courseId } = await requireManaged(actor, id)
    return changes.run(actor, courseId, async (change) => {
      const module = await readModule(database, change.tx, { id, courseId })
      if (!module) throw notFound('Module')
      check(module)
      const changed = changesOf(module, wanted)
      return Object.keys(changed).length === 0 ? module : save(change, module, changed)
    })
  }

  return {
    /** @throws 403; 404 */
    get: requireManaged,

    /** A draft, behind all others. @throws 400; 403; 404; 422 TOO_MANY, UNKNOWN_LESSON */
    create(actor: Viewer, courseRef: string, fields: ModuleFields): Promise<ModuleRow> {
      const { title, summary = '', isFree = false, release = { kind: 'immediately' } } = fields
      const rule = toRuleColumns(release)
      return changes.run(actor, courseRef, async (change) => {
        const { tx, course, now } = change
        await change.raise()
        const row: ModuleRow = {
          ...{ id: createId('module', now.getTime()), courseId: course.id, title: title.trim(), summary, isFree },
          ...{
            status: 'draft',
            position: await nextModulePosition(database, tx, course.id),
            ...rule,
            announcedAt: null
          },
          ...{ version: 1, createdBy: actor.userId, createdAt: now, updatedAt: now }
        }
        await insertModule(database, tx, row)
        await changes.requireLimits(change)
        await changes.requireOpenable(change, { awaited: rule.releaseLessonId, field: 'release' })
        return row
      })
    },

    /**
     * The learners of a published course are told of a module that is open, once.
     * @throws 400; 403; 404; 412; 422 TOO_MANY, UNKNOWN_LESSON, RELEASE_CYCLE
     */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: ModulePatch; check: Precondition }
    ): Promise<ModuleRow> {
      const { release, title, ...named } = patch
      const wanted = {
        ...named,
        ...(title !== undefined && { title: title.trim() }),
        ...(release && toRuleColumns(release))
      }
      return change(actor, id, { wanted, check })
    },

    /** Archives; what is archived already stays as it is. @throws 403; 404; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      await change(actor, id, { wanted: { status: 'archived' }, check })
    }
  }
}

/** Whether it is open for all learners now. Of what opens by time the job tells them, each when it is theirs. */
function isAnnounceable({ status, announcedAt, isFree, releaseKind, releaseAt }: ModuleRow, now: Date): boolean {
  if (status !== 'published' || announcedAt !== null) return false
  return isFree || releaseKind === 'immediately' || (releaseKind === 'date' && releaseAt !== null && releaseAt <= now)
}
