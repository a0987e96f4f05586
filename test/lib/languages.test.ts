// Runs once: it asks no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { preferredLanguage } from '../../src/lib/languages.js'

const table: [header: string | undefined, language: string | undefined][] = [
  [undefined, undefined],
  ['', undefined],
  ['id', 'id'],
  ['id-ID,id;q=0.9,en;q=0.8', 'id'],
  ['en-GB,en;q=0.9,id;q=0.8', 'en'],
  ['fr, en;q=0.3, id;q=0.7', 'id'],
  ['ID-id', 'id'],
  ['id;q=0.5,en;q=0.5', 'id'],
  ['id;q=0, en;q=0.1', 'en'],
  ['fr,*;q=0.5', undefined],
  ['identity', undefined],
  ['en;q=much,id;q=0.1', 'id'],
  [`${'x,'.repeat(5_000)}id`, undefined]
]

test('the language that a browser asks for', () => {
  for (const [header, language] of table) assert.equal(preferredLanguage(header), language, String(header).slice(0, 50))
})
