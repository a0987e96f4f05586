import type { Schema } from '../../api/client.js'
import { formatDate, formatDateTime } from '../../messages/format.js'
import { t } from './messages.js'

type Project = Schema<'ProjectPage'>['data'][number]

export interface DueItem {
  key: string
  title: string
  href: string
  /** What it is and where. */
  place: string
  when: string | undefined
  isOver: boolean
  needsChanges: boolean
  /** What it is sorted by: what was sent back first, then what is due first. */
  order: string
}

const workable = new Set([null, 'draft', 'changes_requested', 'withdrawn'])

/** What of the projects is the turn of the learner, and due or sent back. */
export function dueProjects(projects: readonly Project[], courseTitle: string, now = Date.now()): DueItem[] {
  return projects.flatMap(({ id, title, lock, own }): DueItem[] => {
    const needsChanges = own?.status === 'changes_requested'
    if (!own || lock || !workable.has(own.status) || (!own.dueAt && !needsChanges)) return []
    const isOver = own.dueAt !== null && Date.parse(own.dueAt) < now
    return [
      {
        ...{ key: id, title, href: `/app/projects/${id}`, place: t('due.project', { course: courseTitle }) },
        ...{ isOver, needsChanges, order: needsChanges ? '' : (own.dueAt ?? '') },
        when: own.dueAt === null ? undefined : dueText(isOver, formatDateTime(own.dueAt))
      }
    ]
  })
}

/** The checkpoints that are not done, or to be done again. */
export function dueCheckpoints(checkpoints: readonly Schema<'Checkpoint'>[], cohort: Schema<'Cohort'>): DueItem[] {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: cohort.timeZone }).format(new Date())
  return checkpoints.flatMap(({ id, title, dueOn, result }): DueItem[] => {
    const needsChanges = result?.status === 'returned'
    if ((result && !needsChanges) || (dueOn === null && !needsChanges)) return []
    const isOver = dueOn !== null && dueOn < today
    return [
      {
        ...{ key: id, title, href: `/app/cohorts/${cohort.id}`, place: t('due.checkpoint', { cohort: cohort.name }) },
        ...{ isOver, needsChanges, order: needsChanges ? '' : (dueOn ?? '') },
        when: dueOn === null ? undefined : dueText(isOver, formatDate(dueOn, { dateStyle: 'medium', timeZone: 'UTC' }))
      }
    ]
  })
}

function dueText(isOver: boolean, date: string): string {
  return t(isOver ? 'due.over' : 'due.date', { date })
}
