// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as browser from '../../../web/src/session/of-browser.js'

test('a page knows whether the cookie of its browser is still of who it is of', (t) => {
  const kept = new Map<string, string>()
  const fake = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key)
  }
  Object.defineProperty(globalThis, 'localStorage', { value: fake, configurable: true })
  t.after(() => Reflect.deleteProperty(globalThis, 'localStorage'))
  const state = () => ({ isOfAnother: browser.isOfAnother(), isLeft: browser.isLeft() })

  browser.noteOtherUser('usr_joko')
  assert.deepEqual(state(), { isOfAnother: false, isLeft: false }, 'of a page of nobody, no one is another')
  browser.noteUser('usr_sari')
  assert.deepEqual(state(), { isOfAnother: false, isLeft: false })
  browser.noteNobody()
  assert.deepEqual(state(), { isOfAnother: false, isLeft: true })
  browser.noteOtherUser('usr_joko')
  assert.deepEqual(state(), { isOfAnother: true, isLeft: true })
})

test('a browser that keeps nothing leaves it to the server', () => {
  browser.noteUser('usr_sari')
  browser.noteSignOutDue(true)
  assert.equal(browser.isOfAnother(), false)
  assert.equal(browser.isSignOutNoted(), false)
})
