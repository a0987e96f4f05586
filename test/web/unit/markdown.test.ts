import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseInline, parseMarkdown } from '../../../web/src/ui/markdown.js'

const text = (words: string) => ({ kind: 'text', text: words })

test('blocks of Markdown are told apart', () => {
  const source = [
    'Bangun situs **pertamamu**.',
    '',
    '## Yang akan kamu buat',
    '1. Halaman profil',
    '2. Katalog',
    '',
    '> Kata mentor',
    '',
    '```html',
    '<p>*x*</p>',
    '```',
    '---',
    '- a',
    '  - b'
  ].join('\n')
  assert.deepEqual(parseMarkdown(source), [
    {
      kind: 'paragraph',
      children: [text('Bangun situs '), { kind: 'strong', children: [text('pertamamu')] }, text('.')]
    },
    { kind: 'heading', level: 2, children: [text('Yang akan kamu buat')] },
    {
      kind: 'list',
      isOrdered: true,
      start: 1,
      items: [
        [{ kind: 'paragraph', children: [text('Halaman profil')] }],
        [{ kind: 'paragraph', children: [text('Katalog')] }]
      ]
    },
    { kind: 'quote', children: [{ kind: 'paragraph', children: [text('Kata mentor')] }] },
    { kind: 'code', text: '<p>*x*</p>' },
    { kind: 'rule' },
    {
      kind: 'list',
      isOrdered: false,
      start: 1,
      items: [
        [
          { kind: 'paragraph', children: [text('a')] },
          { kind: 'list', isOrdered: false, start: 1, items: [[{ kind: 'paragraph', children: [text('b')] }]] }
        ]
      ]
    }
  ])
})

test('only addresses of the web, of mail and of ours become links', () => {
  assert.deepEqual(parseInline('[buka](/app/courses)'), [
    { kind: 'link', href: '/app/courses', children: [text('buka')] }
  ])
  for (const href of ['javascript:alert(1)', '//evil.example', 'data:text/html,x', '/\\evil.example']) {
    const kinds = parseInline(`[buka](${href})`).map(({ kind }) => kind)
    assert.ok(!kinds.includes('link'), href)
  }
  assert.deepEqual(parseInline('lihat https://example.org/a_b.'), [
    text('lihat '),
    { kind: 'link', href: 'https://example.org/a_b', children: [text('https://example.org/a_b')] },
    text('.')
  ])
})

test('marks within words, and those that nothing closes, stay as they are', () => {
  assert.deepEqual(parseInline('nama_berkas_saya, 2 * 3 dan `kode_1`'), [
    text('nama_berkas_saya, 2 * 3 dan '),
    { kind: 'code', text: 'kode_1' }
  ])
  assert.deepEqual(parseInline('\\*bukan\\*'), [text('*'), text('bukan'), text('*')])
})

test('text of no use does not hold up the reader', () => {
  const started = performance.now()
  for (const piece of ['*', '**a', '[', '[a](', '_', '`', '> ', '- ', '\\']) parseMarkdown(piece.repeat(5_000))
  assert.ok(performance.now() - started < 2_000)
})
