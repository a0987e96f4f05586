// Runs once: it needs no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { renderMarkdown } from '../../../src/modules/content/markdown.js'
import { mentionsIn } from '../../../src/modules/feedback/mentions.js'

const cases: [text: string, mentions: string[][]][] = [
  ['', []],
  ['@sari', [['sari']]],
  ['Halo @Sari.Dewi, apa kabar?', [['sari.dewi']]],
  ['Tanya @sari.', [['sari.', 'sari']]],
  ['@sari… @sari! **@sari**', [['sari']]],
  ['(@sari) "@joko" <@ratu>', [['sari'], ['joko'], ['ratu']]],
  ['@ＳＡＲＩ', [['sari']]],
  ['@žofie-2', [['žofie-2']]],
  ['@ab', []],
  ['@ab. @abc', [['ab.'], ['abc']]],
  [`@${'a'.repeat(50)}`, [['a'.repeat(50)]]],
  [`@${'a'.repeat(51)}`, []],
  ['sari@dewi.id', []],
  ['@@sari', []],
  ['`@sari` dan `` ` @joko ``', []],
  ['```\n@sari\n```\n\n    @joko\n\n@ratu', [['ratu']]],
  ['https://git.example/@sari [@joko](https://git.example)', [['joko']]],
  ['<b title="@sari">@joko</b>', [['sari'], ['joko']]]
]

for (const [text, mentions] of cases) {
  test(`${JSON.stringify(text)} names ${JSON.stringify(mentions)}`, () => {
    assert.deepEqual(mentionsIn(renderMarkdown(text, 'text').html), mentions)
  })
}

test('the first twenty are named', () => {
  const text = Array.from({ length: 30 }, (_, i) => `@user${i} @user0`).join(' ')
  assert.deepEqual(
    mentionsIn(renderMarkdown(text, 'text').html),
    Array.from({ length: 20 }, (_, i) => [`user${i}`])
  )
})
