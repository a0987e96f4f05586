import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { createCourse } from '../courses/courses.js'
import { insertLesson, titlesOf } from './search.js'

/** Each text with what finds it and what does not: the same on both databases, unless it says otherwise. */
const table: [text: string, finds: string[], misses: string[]][] = [
  [
    'Kita belajar bersama',
    ['belajar', 'belajarnya', 'belajarlah', 'bela', 'BELAJAR', 'kita bersama'],
    ['elajar', 'ajar']
  ],
  ['Cara melatih otot, lalu latih lagi', ['latihan', 'latihannya', 'melatih', 'latih'], ['latihkanlah otak']],
  ['Ia suka tulis surat', ['menulis', 'tulisan', 'tulisannya', 'ditulis', 'penulis'], ['nulis surat']],
  ['Bukunya hilang', ['buku', 'bukunya'], ['bukuku']],
  ['Buku itu', ['bukunya'], ['bukit']],
  ['Perlu digunakan', ['digunakan', 'diguna'], ['gunung']],
  ['Guna api', ['gunakan', 'menggunakan', 'penggunaan', 'digunakan'], ['gunawan']],
  ['Buah kelapa muda', ['kelapa', 'kelap'], ['kelas', 'kelasnya']],
  ['Prosedur kerja', ['prosedur', 'prosed'], ['proses']],
  [
    'She runs a class and studies code',
    ['run', 'running', 'runs', 'classes', 'study', 'studies', 'codes', 'coded'],
    ['runner']
  ],
  ['One study of coding', ['studies', 'study', 'code'], ['student']],
  ['Café Élan vital à la carte', ['cafe', 'café', 'CAFÉ', 'elan', 'a la'], ['laca']],
  ['Cafe\u0301 de\u0301compose\u0301', ['café', 'decompose', 'décomposé'], ['compose']],
  ['Straße und Maß', ['straße', 'STRAßE', 'maß'], ['strasse']],
  ['Bahasa C++ dan C#', ['c++', 'c', 'C#', 'bahasa c'], ['c bahasaku']],
  ['Versi 1.25 dari node.js', ['1.25', '25', 'node', 'js', 'node.js', 'versi 1'], ['125']],
  [
    'Jangan OR lupa NOT ini NEAR itu AND sana',
    ['OR', 'NOT', '"OR" AND NOT', 'NEAR(itu)', 'jangan*', '^jangan'],
    ['XOR']
  ],
  ['Kata "dalam" kutipan', ['"dalam"', "'dalam'", '"dalam', 'dalam"'], ["' or 1=1 --"]],
  ['title body scope free', ['title', 'title:body', '{title} : body', 'scope:free', '-body'], ['scope:=free salah']],
  ['di-retas oleh orang', ['di-retas', 'retas', 'di retas'], ['diretasnya lagi']],
  ['日本語の本', ['日本語', '日本'], ['本語']],
  ['Привет мир', ['привет', 'ПРИВЕТ', 'прив'], ['ривет']],
  ['Senang 🙂 sekali', ['senang 🙂', 'senang', 'sekali'], ['senangnya🙂sedih']],
  ['snake_case dan kebab-case', ['snake_case', 'case', 'kebab case'], ['snakecase']],
  [`Panjang ${'a'.repeat(120)}`, ['a'.repeat(120), 'a'.repeat(60)], ['a'.repeat(121)]],
  [
    'satu dua tiga empat lima enam tujuh delapan',
    ['satu dua tiga empat lima enam tujuh delapan sembilan'],
    ['satu sembilan']
  ]
]

test('words find the same on both databases, in Indonesian and in English', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id: courseId } = await createCourse(mentor, { title: 'Kosong', description: '' })
  for (const [n, [text]] of table.entries()) await insertLesson(app, { courseId, title: `#${n}`, text })
  const wrong: string[] = []
  for (const [n, [text, finds, misses]] of table.entries()) {
    for (const q of [...finds, ...misses]) {
      const isFound = (await titlesOf(mentor, q)).includes(`#${n}`)
      if (isFound !== finds.includes(q)) wrong.push(`${q} ${isFound ? 'finds' : 'misses'}: ${text}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('without a word nothing is found, and nothing fails', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  await createCourse(admin, { title: 'Merakit robot' })
  for (const q of ['   ', '…', '🙂', '"', '*', '(', '--', '%', '_', "';", '\u0301', '\u200b', '＊']) {
    const { status, body } = await admin.get(`/api/search?total=true&q=${encodeURIComponent(q)}`)
    assert.deepEqual([status, body], [200, { data: [], nextCursor: null, total: 0 }], JSON.stringify(q))
  }
  assert.deepEqual((await admin.get('/api/search')).body.data, [])
  for (const query of [
    'q=',
    `q=${'a'.repeat(201)}`,
    'q=x&kind=file',
    'q=x&courseId=1',
    'q=x&limit=0',
    'q=x&cursor=x'
  ]) {
    assert.equal((await admin.get(`/api/search?${query}`)).status, 400, query)
  }
  for (const q of [
    'a'.repeat(200),
    'ab '.repeat(66).trim(),
    '"'.repeat(200),
    'ﷺ'.repeat(200),
    '()*^:{}-+"'.repeat(20)
  ]) {
    assert.equal((await admin.get(`/api/search?q=${encodeURIComponent(q)}`)).status, 200, q)
  }
})
