import type { HandedIn } from '../../db/schema/submissions.js'
import { compareLines, type LineChanges } from './lines.js'

export const changeKinds = ['added', 'removed', 'changed', 'same'] as const
export type ChangeKind = (typeof changeKinds)[number]

type Kind = HandedIn['kind']
type File = Extract<HandedIn, { kind: 'file' }>['files'][number]

export interface Address {
  url: string
  /** Of a repository, when one is named. */
  commit: string | null
}

export interface FileChange {
  name: string
  change: ChangeKind | 'renamed'
  /** Of one that was renamed. */
  formerName: string | null
  before: File | null
  after: File | null
}

/** What became of one deliverable. What does not belong to its kind is null. */
export interface DeliverableChange {
  deliverableId: string
  kind: Kind
  change: ChangeKind
  before: Address | null
  after: Address | null
  files: FileChange[] | null
  text: LineChanges | null
}

/** Of one deliverable: either is missing where it was not handed in. Two kinds are two deliverables. */
export interface ItemPair {
  before: HandedIn | undefined
  after: HandedIn | undefined
}

/** In the order of `order`, and what is not in it after that. */
export function pairItems(
  before: readonly HandedIn[],
  after: readonly HandedIn[],
  order: readonly string[]
): ItemPair[] {
  const pairs = new Map<string, ItemPair>()
  const keyOf = ({ deliverableId, kind }: HandedIn) => `${deliverableId} ${kind}`
  for (const item of before) pairs.set(keyOf(item), { before: item, after: undefined })
  for (const item of after) pairs.set(keyOf(item), { before: pairs.get(keyOf(item))?.before, after: item })
  const places = new Map(order.map((id, i) => [id, i]))
  const placeOf = ({ before, after }: ItemPair) => places.get((after ?? before)?.deliverableId ?? '') ?? order.length
  return [...pairs.values()].sort((a, b) => placeOf(a) - placeOf(b))
}

export function compareItems({ before, after }: ItemPair): DeliverableChange {
  const item = (after ?? before) as HandedIn // a pair has one of them
  const { deliverableId, kind } = item
  const files = kind === 'file' ? compareFiles(filesOf(before), filesOf(after)) : null
  const text = kind === 'text' ? compareLines(textOf(before), textOf(after)) : null
  const addresses = { before: addressOf(before), after: addressOf(after) }
  const isSame = text
    ? text.hunks.length === 0
    : files
      ? files.every(({ change }) => change === 'same')
      : isSameAddress(addresses.before, addresses.after)
  const change = !before ? 'added' : !after ? 'removed' : isSame ? 'same' : 'changed'
  return { deliverableId, kind, change, ...addresses, files, text }
}

/** First those with the same name and bytes, then those with the same name, then those with the same bytes. */
export function compareFiles(before: readonly File[], after: readonly File[]): FileChange[] {
  const old = new Set(before)
  const changes = new Map<File, FileChange>()
  const match = (keyOf: (file: File) => string, change: FileChange['change']) => {
    const byKey = new Map<string, File[]>()
    for (const file of old) byKey.set(keyOf(file), [...(byKey.get(keyOf(file)) ?? []), file])
    for (const file of after) {
      if (changes.has(file)) continue
      const former = byKey.get(keyOf(file))?.shift()
      if (!former) continue
      old.delete(former)
      const formerName = change === 'renamed' ? former.name : null
      changes.set(file, { name: file.name, change, formerName, before: former, after: file })
    }
  }
  match(({ name, sha256 }) => JSON.stringify([name, sha256]), 'same')
  match(({ name }) => name, 'changed')
  match(({ sha256 }) => sha256, 'renamed')
  const added = (file: File): FileChange => ({
    ...{ name: file.name, change: 'added', formerName: null, before: null, after: file }
  })
  const removed = (file: File): FileChange => ({
    ...{ name: file.name, change: 'removed', formerName: null, before: file, after: null }
  })
  return [...after.map((file) => changes.get(file) ?? added(file)), ...[...old].map(removed)]
}

function filesOf(item: HandedIn | undefined): File[] {
  return item?.kind === 'file' ? item.files : []
}

function textOf(item: HandedIn | undefined): string {
  return item?.kind === 'text' ? item.text : ''
}

function addressOf(item: HandedIn | undefined): Address | null {
  if (item?.kind === 'link') return { url: item.url, commit: null }
  return item?.kind === 'repository' ? { url: item.url, commit: item.commit } : null
}

function isSameAddress(a: Address | null, b: Address | null): boolean {
  return a?.url === b?.url && a?.commit === b?.commit
}
