import type { HandedIn, SubmissionDraft } from '../../db/schema/submissions.js'
import { unprocessable } from '../../lib/errors.js'
import type { ProjectRow } from '../projects/index.js'

type Asked = Pick<ProjectRow, 'deliverables' | 'checklist'>

/** What a learner sends for a deliverable: files by their ids. */
export type GivenItem = Exclude<HandedIn, { kind: 'file' | 'repository' }> | GivenRepository | GivenFiles
interface GivenRepository {
  deliverableId: string
  kind: 'repository'
  url: string
  commit?: string | null
}
interface GivenFiles {
  deliverableId: string
  kind: 'file'
  fileIds: string[]
}

/** The learner's own uploads, by their ids, as they are now. */
export type OwnFiles = ReadonlyMap<string, { id: string; name: string; size: number; sha256: string }>

export const nothingYet: SubmissionDraft = { items: [], checklist: [], note: '' }

export function fileIdsOf(items: readonly (GivenItem | HandedIn)[]): string[] {
  const ids = items.flatMap((item) => {
    if (item.kind !== 'file') return []
    return 'fileIds' in item ? item.fileIds : item.files.map(({ id }) => id)
  })
  return [...new Set(ids)]
}

/**
 * In the order in which the project asks for them; what is empty is left out.
 * @throws 422 DELIVERABLE_TWICE, UNKNOWN_DELIVERABLE, WRONG_KIND, UNSAFE_LINK, UNKNOWN_FILE naming the item
 */
export function readItems(project: Asked, given: readonly GivenItem[], files: OwnFiles): HandedIn[] {
  const read = new Map<string, HandedIn>()
  for (const [i, item] of given.entries()) {
    const field = `items.${i}`
    const deliverable = project.deliverables.find(({ id }) => id === item.deliverableId)
    if (!deliverable) {
      throw unprocessable('UNKNOWN_DELIVERABLE', `${field}.deliverableId`, 'must name a deliverable of the project')
    }
    if (read.has(item.deliverableId)) {
      throw unprocessable('DELIVERABLE_TWICE', `${field}.deliverableId`, 'must not be there twice')
    }
    if (deliverable.kind !== item.kind) {
      throw unprocessable('WRONG_KIND', `${field}.kind`, `must be ${deliverable.kind}, as the project asks`)
    }
    read.set(item.deliverableId, readItem(item, files, field))
  }
  return project.deliverables.flatMap(({ id }) => {
    const item = read.get(id)
    return item && !isEmpty(item) ? [item] : []
  })
}

/** In the order of the project's checklist. @throws 422 UNKNOWN_CHECKLIST_ITEM */
export function readChecklist(project: Asked, given: readonly string[]): string[] {
  const ticked = new Set(given)
  const known = project.checklist.flatMap(({ id }) => (ticked.has(id) ? [id] : []))
  if (known.length === ticked.size) return known
  throw unprocessable('UNKNOWN_CHECKLIST_ITEM', 'checklist', 'must name items of the checklist of the project')
}

/** What of a draft the project asks for still: it may have changed since. */
export function stillAsked(project: Asked, { items, checklist, note }: SubmissionDraft): SubmissionDraft {
  const kinds = new Map(project.deliverables.map(({ id, kind }) => [id, kind]))
  const ids = new Set(project.checklist.map(({ id }) => id))
  return {
    items: items.filter((item) => kinds.get(item.deliverableId) === item.kind),
    checklist: checklist.filter((id) => ids.has(id)),
    note
  }
}

/** @throws 422 DELIVERABLE_MISSING, CHECKLIST_INCOMPLETE */
export function requireWhole(project: Asked, { items, checklist }: SubmissionDraft): void {
  const given = new Set(items.map(({ deliverableId }) => deliverableId))
  const missing = project.deliverables.find(({ id, isRequired }) => isRequired && !given.has(id))
  if (missing) throw unprocessable('DELIVERABLE_MISSING', 'items', `must have “${missing.title}”`)
  const open = project.checklist.find(({ id, isRequired }) => isRequired && !checklist.includes(id))
  if (open) throw unprocessable('CHECKLIST_INCOMPLETE', 'checklist', `must have “${open.text}”`)
}

/** As a draft was saved it may be handed in: its files by their ids, to be looked up again. */
export function givenOf(item: HandedIn): GivenItem {
  if (item.kind !== 'file') return item
  const { deliverableId, kind, files } = item
  return { deliverableId, kind, fileIds: files.map(({ id }) => id) }
}

function readItem(item: GivenItem, files: OwnFiles, field: string): HandedIn {
  const { deliverableId } = item
  switch (item.kind) {
    case 'link':
      return { deliverableId, kind: item.kind, url: readLink(item.url, `${field}.url`) }
    case 'repository': {
      const url = readLink(item.url, `${field}.url`)
      return { deliverableId, kind: item.kind, url, commit: item.commit?.toLowerCase() ?? null }
    }
    case 'file':
      return { deliverableId, kind: item.kind, files: readFiles(item.fileIds, files, `${field}.fileIds`) }
    case 'text':
      // One way to end a line, so that lines can be compared and counted.
      return { deliverableId, kind: item.kind, text: item.text.replace(/\r\n?/g, '\n') }
  }
}

/** @throws 422 UNSAFE_LINK */
export function readLink(text: string, field: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOfTheWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url && isOfTheWeb && url.username === '' && url.password === '') return text
  throw unprocessable('UNSAFE_LINK', field, 'must be an address of the web, without a name or password in it')
}

function readFiles(ids: readonly string[], files: OwnFiles, field: string) {
  return [...new Set(ids)].map((id) => {
    const file = files.get(id)
    if (!file) throw unprocessable('UNKNOWN_FILE', field, 'must name files that you uploaded')
    return file
  })
}

function isEmpty(item: HandedIn): boolean {
  if (item.kind === 'file') return item.files.length === 0
  return item.kind === 'text' && item.text.trim() === ''
}
