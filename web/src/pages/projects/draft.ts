import type { Schema } from '../../api/client.js'
import type { KeptFile } from '../../files/UploadField.js'

type Asked = Pick<Schema<'Project'>, 'deliverables' | 'checklist'>
export type Deliverable = Schema<'Project'>['deliverables'][number]
type Kept = Pick<Schema<'Attempt'>, 'items' | 'checklist' | 'note'>

/** What stands in the fields of a deliverable; which of them count, its kind says. */
export interface Part {
  url: string
  commit: string
  text: string
  files: readonly KeptFile[]
}

export interface Values {
  parts: Readonly<Record<string, Part>>
  checklist: readonly string[]
  note: string
}

type BodyItem =
  | { deliverableId: string; kind: 'link'; url: string }
  | { deliverableId: string; kind: 'repository'; url: string; commit: string | null }
  | { deliverableId: string; kind: 'file'; fileIds: string[] }
  | { deliverableId: string; kind: 'text'; text: string }

export interface DraftBody {
  items: BodyItem[]
  checklist: string[]
  note: string
}

export const nothing: Part = { url: '', commit: '', text: '', files: [] }

/** As the API takes addresses: of the web, and without a name or password in them. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s\\"<>/?#][^\s\\"<>]*$/.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

/** `example.org/me` is what people type; an address begins with how to get there. */
export function toAddress(text: string): string {
  const typed = text.trim()
  return /^[\w-]+(\.[\w-]+)+([/:?#]|$)/.test(typed) ? `https://${typed}` : typed
}

export function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,40}$/i.test(text)
}

/** What is sent of the fields: without what the API would refuse, and without what is empty. */
export function toBody({ deliverables, checklist }: Asked, values: Values): DraftBody {
  return {
    items: deliverables.flatMap((deliverable) => itemOf(deliverable, values.parts[deliverable.id] ?? nothing)),
    checklist: checklist.flatMap(({ id }) => (values.checklist.includes(id) ? [id] : [])),
    note: values.note
  }
}

function itemOf({ id: deliverableId, kind }: Deliverable, { url, commit, text, files }: Part): BodyItem[] {
  switch (kind) {
    case 'link':
      return isAddress(url) ? [{ deliverableId, kind, url }] : []
    case 'repository':
      return isAddress(url)
        ? [{ deliverableId, kind, url, commit: isCommit(commit) ? commit.toLowerCase() : null }]
        : []
    case 'file':
      return files.length > 0 ? [{ deliverableId, kind, fileIds: files.map(({ id }) => id) }] : []
    case 'text':
      return text.trim() ? [{ deliverableId, kind, text }] : []
  }
}

/** The fields at first: the draft of the API, or what still waits for a network. */
export function toValues(kept: Kept | null, waiting?: DraftBody): Values {
  const known = new Map(kept?.items.flatMap((item) => (item.kind === 'file' ? item.files.map((f) => [f.id, f]) : [])))
  const source = waiting ?? kept
  const parts = (source?.items ?? []).map((item) => [item.deliverableId, partOf(item, known)] as const)
  return { parts: Object.fromEntries(parts), checklist: source?.checklist ?? [], note: source?.note ?? '' }
}

function partOf(item: BodyItem | Kept['items'][number], known: ReadonlyMap<string, KeptFile>): Part {
  switch (item.kind) {
    case 'link':
      return { ...nothing, url: item.url }
    case 'repository':
      return { ...nothing, url: item.url, commit: item.commit ?? '' }
    case 'text':
      return { ...nothing, text: item.text }
    case 'file': {
      const files = 'files' in item ? item.files : item.fileIds.map((id) => known.get(id) ?? { id, name: id, size: 0 })
      return { ...nothing, files }
    }
  }
}

/** Whether the draft of the API is what was sent: then nobody else has changed it. */
export function isSame(project: Asked, kept: Kept | null, sent: DraftBody): boolean {
  return JSON.stringify(normal(toBody(project, toValues(kept)))) === JSON.stringify(normal(sent))
}

/** The API has one way to end a line. */
function normal({ items, ...rest }: DraftBody) {
  return {
    items: items.map((item) => (item.kind === 'text' ? { ...item, text: item.text.replace(/\r\n?/g, '\n') } : item)),
    ...rest
  }
}

export interface Missing {
  id: string
  kind: 'deliverable' | 'checklist'
  title: string
}

/** What is needed to hand in and is not there, and what was typed and would not be sent. */
export function missingOf(project: Asked, values: Values): Missing[] {
  const body = toBody(project, values)
  const given = new Set(body.items.map(({ deliverableId }) => deliverableId))
  const isMissing = ({ id, kind, isRequired }: Deliverable) =>
    (isRequired && !given.has(id)) || isWrong(kind, values.parts[id] ?? nothing)
  return [
    ...project.deliverables.filter(isMissing).map(({ id, title }) => ({ id, kind: 'deliverable' as const, title })),
    ...project.checklist
      .filter(({ id, isRequired }) => isRequired && !body.checklist.includes(id))
      .map(({ id, text }) => ({ id, kind: 'checklist' as const, title: text }))
  ]
}

function isWrong(kind: Deliverable['kind'], { url, commit }: Part): boolean {
  if (kind !== 'link' && kind !== 'repository') return false
  return (url !== '' && !isAddress(url)) || (kind === 'repository' && commit !== '' && !isCommit(commit))
}
