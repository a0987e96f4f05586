// Runs once: it needs no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { HandedIn } from '../../../src/db/schema/submissions.js'
import { compareFiles, compareItems, pairItems } from '../../../src/modules/feedback/differences.js'

/** `name=hash`, apart by spaces. */
const files = (list: string) =>
  list
    .split(' ')
    .filter(Boolean)
    .map((each, i) => {
      const [name = '', sha256 = ''] = each.split('=')
      return { id: `file_${i}`, name, size: 1, sha256 }
    })

const cases: [name: string, before: string, after: string, expected: string][] = [
  ['nothing', '', '', ''],
  ['the same', 'a=1 b=2', 'b=2 a=1', 'b same, a same'],
  ['one more', 'a=1', 'a=1 b=2', 'a same, b added'],
  ['one less', 'a=1 b=2', 'a=1', 'a same, b removed'],
  ['other bytes', 'a=1', 'a=2', 'a changed'],
  ['another name', 'a=1', 'b=1', 'b renamed (a)'],
  ['another name, and something else by the old one', 'a=1', 'b=1 a=2', 'b added, a changed'],
  ['two that change places', 'a=1 b=2', 'a=2 b=1', 'a changed, b changed'],
  ['another name and other bytes', 'a=1', 'b=2', 'b added, a removed'],
  ['the same bytes twice', 'a=1', 'b=1 c=1', 'b renamed (a), c added'],
  ['the same name twice', 'a=1 a=2', 'a=2 a=3', 'a same, a changed'],
  ['a copy', 'a=1', 'a=1 b=1', 'a same, b added']
]

for (const [name, before, after, expected] of cases) {
  test(`files: ${name}`, () => {
    const changes = compareFiles(files(before), files(after))
    const shown = changes.map((each) => `${each.name} ${each.change}${each.formerName ? ` (${each.formerName})` : ''}`)
    assert.equal(shown.join(', '), expected)
    for (const { change, before: old, after: fresh } of changes) {
      assert.deepEqual([old === null, fresh === null], [change === 'added', change === 'removed'])
    }
  })
}

test('deliverables are paired by their ids and kinds, in the order of the project', () => {
  const link = (deliverableId: string, url: string): HandedIn => ({ deliverableId, kind: 'link', url })
  const text = (deliverableId: string, words: string): HandedIn => ({ deliverableId, kind: 'text', text: words })
  const repository = (commit: string | null): HandedIn => ({
    ...{ deliverableId: 'dlv_r', kind: 'repository', url: 'https://git.example/a', commit }
  })
  const before = [link('dlv_gone', 'https://a'), text('dlv_kind', 'a'), repository(null), text('dlv_same', 'a\n')]
  const after = [text('dlv_same', 'a'), repository('9fceb02'), link('dlv_kind', 'https://b'), text('dlv_new', 'a')]
  const changes = pairItems(before, after, ['dlv_new', 'dlv_same', 'dlv_r', 'dlv_kind']).map(compareItems)
  assert.deepEqual(
    changes.map(({ deliverableId, kind, change }) => `${deliverableId} ${kind} ${change}`),
    [
      'dlv_new text added',
      'dlv_same text same',
      'dlv_r repository changed',
      'dlv_kind text removed',
      'dlv_kind link added',
      'dlv_gone link removed'
    ]
  )
  assert.deepEqual(
    [changes[2]?.before, changes[2]?.after, changes[2]?.files, changes[2]?.text],
    [{ url: 'https://git.example/a', commit: null }, { url: 'https://git.example/a', commit: '9fceb02' }, null, null]
  )
})
