// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  arrange,
  dropLesson,
  dropModule,
  mergeOrder,
  moveLesson,
  moveModule,
  type Order,
  orderOf,
  stepLesson
} from '../../../web/src/pages/teach/outline/outline-order.js'
import { fromZoned, toZoned } from '../../../web/src/pages/teach/zoned-time.js'

const order = (text: string): Order =>
  text.split(' ').map((module) => {
    const [id = '', lessons = ''] = module.split(':')
    return { id, lessonIds: [...lessons] }
  })
const text = (of: Order) => of.map(({ id, lessonIds }) => `${id}:${lessonIds.join('')}`).join(' ')

test('lessons go step by step through their modules', () => {
  const steps: [string, string, -1 | 1, string][] = [
    ['M:abc N:d', 'b', -1, 'M:bac N:d'],
    ['M:abc N:d', 'b', 1, 'M:acb N:d'],
    ['M:abc N:d', 'c', 1, 'M:ab N:cd'],
    ['M:abc N:d', 'd', -1, 'M:abcd N:'],
    ['M:abc N:d', 'a', -1, 'M:abc N:d'],
    ['M:abc N:d', 'd', 1, 'M:abc N:d'],
    ['M: N:d', 'd', -1, 'M:d N:']
  ]
  for (const [from, id, by, to] of steps) assert.equal(text(stepLesson(order(from), id, by)), to, `${from} ${id} ${by}`)
})

test('what is dropped stands beside what it was dropped on', () => {
  const base = order('M:abc N:d')
  assert.equal(text(dropLesson(base, 'a', { beside: 'c', side: 'before' })), 'M:bac N:d')
  assert.equal(text(dropLesson(base, 'a', { beside: 'c', side: 'after' })), 'M:bca N:d')
  assert.equal(text(dropLesson(base, 'a', { beside: 'd', side: 'after' })), 'M:bc N:da')
  assert.equal(text(dropModule(base, 'M', { beside: 'N', side: 'after' })), 'N:d M:abc')
  assert.equal(text(moveModule(base, 'N', 0)), 'N:d M:abc')
  assert.equal(text(moveLesson(base, 'd', { moduleId: 'M', to: 0 })), 'M:dabc N:')
})

test('a wanted order is put over what somebody else has changed', () => {
  const wanted = order('M:ba N:dc')
  assert.equal(text(mergeOrder(wanted, order('M:ab N:cd'))), 'M:ba N:dc')
  assert.equal(text(mergeOrder(wanted, order('M:abe N:cd'))), 'M:bae N:dc', 'a lesson was added')
  assert.equal(text(mergeOrder(wanted, order('M:a N:cd'))), 'M:a N:dc', 'a lesson was removed')
  assert.equal(text(mergeOrder(wanted, order('O:f M:ab N:cd'))), 'M:ba N:dc O:f', 'a module was added')
  assert.equal(text(mergeOrder(wanted, order('M:abcd'))), 'M:bacd', 'a module was removed, its lessons elsewhere')
})

test('a tree is shown in an order', () => {
  const modules = [
    { id: 'M', lessons: [{ id: 'a' }, { id: 'b' }] },
    { id: 'N', lessons: [] }
  ]
  assert.equal(text(orderOf({ modules: arrange(modules, order('N:b M:a')) })), 'N:b M:a')
})

test('times are typed in the calendar of the course', () => {
  const times: [string, string, string][] = [
    ['2026-11-20T17:00:00.000Z', 'Asia/Jakarta', '2026-11-21T00:00'],
    ['2026-11-20T17:30:00.000Z', 'Asia/Jayapura', '2026-11-21T02:30'],
    ['2026-07-01T12:00:00.000Z', 'America/New_York', '2026-07-01T08:00'],
    ['2026-12-01T12:00:00.000Z', 'America/New_York', '2026-12-01T07:00']
  ]
  for (const [utc, zone, local] of times) {
    assert.equal(toZoned(utc, zone), local)
    assert.equal(fromZoned(local, zone), utc)
  }
  assert.equal(toZoned(null, 'Asia/Jakarta'), '')
  assert.equal(fromZoned('', 'Asia/Jakarta'), null)
  // The hour after two in the morning is skipped that day.
  assert.equal(fromZoned('2026-03-08T02:30', 'America/New_York'), '2026-03-08T07:30:00.000Z')
})
