import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { filePart, form, multipart } from '../../support/multipart.js'
import { createOrganization } from '../courses/courses.js'
import {
  assertNothingLeft,
  countRows,
  docx,
  elf,
  exe,
  gif,
  html,
  mp3,
  mp4,
  pdf,
  png,
  stored,
  svg,
  upload,
  uploaded,
  zip
} from './samples.js'

test('an upload is kept under its id, and told of as it is', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const answer = await upload(sari, { name: 'merah.png', type: 'image/png', bytes: png })
  assert.equal(answer.status, 201, answer.text)
  const { id, sha256, ...file } = answer.body
  assert.deepEqual(
    { ...file, createdAt: undefined },
    {
      name: 'merah.png',
      contentType: 'image/png',
      size: png.length,
      organizationId: app.organizationId,
      courseId: null,
      uploadedBy: sari.userId,
      createdAt: undefined,
      url: `/api/files/${id}`
    }
  )
  assert.equal(sha256, createHash('sha256').update(png).digest('hex'))
  assert.equal(answer.headers.location, `/api/files/${id}`)
  const path = join(app.config.dataDir, 'files', id.slice(-2), id)
  assert.deepEqual(await readFile(path), png)
  assert.equal((await stat(path)).mode & 0o077, 0, 'for us alone')
  assert.equal((await stat(join(app.config.dataDir, 'files'))).mode & 0o077, 0)
  assert.deepEqual(await stored(app), [id])
})

const allowed: [name: string, declared: string, bytes: Uint8Array | string, contentType: string][] = [
  ['merah.png', 'image/png', png, 'image/png'],
  ['merah.PNG', '', png, 'image/png'],
  ['merah', 'application/octet-stream', png, 'image/png'],
  ['merah.gif', 'image/gif', gif, 'image/gif'],
  ['tugas.pdf', 'application/x-pdf', pdf, 'application/pdf'],
  ['layar.mp4', 'video/mp4', mp4, 'video/mp4'],
  ['suara.mp3', 'audio/mp3', mp3, 'audio/mpeg'],
  ['kode.zip', 'application/x-zip-compressed', zip({ 'a.txt': 'a' }), 'application/zip'],
  ['kode.sb3', '', zip({ 'project.json': '{}' }), 'application/zip'],
  ['surat.docx', '', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['surat.docx', 'application/zip', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['catatan.txt', 'text/plain', 'Halo, dunia — apa kabar?\r\n', 'text/plain'],
  ['catatan.txt', 'text/plain', 'BMW dan MZ bukan gambar dan bukan program.', 'text/plain'],
  ['nilai.csv', 'application/vnd.ms-excel', 'nama;nilai\nSari;90\n', 'text/csv'],
  ['README.md', 'text/markdown', '<h1 align="center">Robot</h1>\n', 'text/markdown'],
  ['data.json', 'application/json', '{"a":1}', 'application/json'],
  ['app.ts', 'video/mp2t', 'export const a = 1\n', 'text/plain'],
  ['app.py', 'text/x-python', '# -*- coding: utf-8 -*-\nprint(1)\n', 'text/plain'],
  ['Halaman.vue', '', '<script setup>\nconst a = 1\n</script>\n', 'text/plain'],
  ['teks.vtt', 'text/vtt', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHalo\n', 'text/vtt'],
  ['bom.txt', '', '\ufeffHalo', 'text/plain']
]

test('what may be uploaded is known by its bytes', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('mentor')
  for (const [name, type, bytes, contentType] of allowed) {
    const { status, body, text } = await upload(client, { name, type, bytes })
    assert.equal(status, 201, `${name} (${type}): ${text}`)
    assert.equal(body.contentType, contentType, `${name} (${type})`)
  }
})

const mismatch = 'FILE_TYPE_MISMATCH'
const notAllowed = 'FILE_TYPE_NOT_ALLOWED'
const refused: [name: string, declared: string, bytes: Uint8Array | string, code: string, message?: RegExp][] = [
  ['gambar.png', 'image/png', html, mismatch],
  ['gambar.png', 'image/png', svg, mismatch],
  ['gambar.png', '', gif, mismatch],
  ['gambar.png', '', 'Bukan gambar.', mismatch],
  ['gambar', 'image/png', gif, mismatch],
  ['gambar', 'image/png', elf, mismatch],
  ['tugas.pdf', 'application/pdf', exe, mismatch],
  ['tugas.txt', 'text/plain', exe, mismatch],
  ['surat.docx', '', zip({ 'a.txt': 'a' }), mismatch],
  ['kode.zip', '', docx, mismatch],
  ['catatan', 'text/html', 'Halo', mismatch],
  ['catatan', 'image/svg+xml', 'Halo', mismatch],
  ['catatan', 'application/pdf', 'Halo', mismatch],
  ['program.exe', 'application/x-msdownload', exe, notAllowed],
  ['program', '', exe, notAllowed],
  ['program', 'application/octet-stream', elf, notAllowed],
  ['jalan.bat', '', 'del *.*\r\n', notAllowed],
  ['halaman.html', 'text/html', html, notAllowed],
  ['halaman', '', html, notAllowed],
  ['halaman', '', `<!-- ${'x'.repeat(2_000)} -->\n  <HTML >`, notAllowed],
  ['halaman', '', '<script>alert(1)</script>', notAllowed],
  ['halaman.html', '', 'Tanpa tanda apa pun', notAllowed],
  ['gambar.svg', 'image/svg+xml', svg, notAllowed, /SVG.*scripts.*PNG/],
  ['gambar', '', svg, notAllowed, /SVG/],
  ['gambar.svg', '', `<?xml version="1.0"?>\n<!-- a -->${svg}`, notAllowed, /SVG/],
  ['data.xml', 'text/xml', '<?xml version="1.0"?><a/>', notAllowed],
  ['data', '', '<?xml version="1.0"?><a/>', notAllowed],
  ['teks', '', Buffer.from('Halo\0dunia'), notAllowed],
  ['teks', '', Buffer.from([0x48, 0xff, 0xfe]), notAllowed],
  ['teks', '', Buffer.from('\ufeffHalo', 'utf16le'), notAllowed],
  ['surat.rtf', '', '{\\rtf1 Halo}', notAllowed],
  ['surat', '', '{\\rtf1 Halo}', notAllowed],
  ['kosong', '', Buffer.alloc(64), notAllowed]
]

test('what lies about its type, or can do harm, is refused and nothing of it is left', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('mentor')
  for (const [name, type, bytes, code, message = /./] of refused) {
    const answer = await upload(client, { name, type, bytes })
    assertErrorForm(answer, { status: 415, code, field: 'file', path: '/api/files' })
    assert.match(answer.body.message, message, name)
  }
  await assertNothingLeft(app)
})

test('a name is a name: one that is a path, or hides something, is refused', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('mentor')
  const names = [
    ...['../../etc/passwd', '..', '../', 'a/b.png', '/etc/passwd', 'a\\b.png', '..\\..\\b.png', 'C:\\b.png'],
    ...['.htaccess', '.', '...', '  ', 'a\tb.png', 'a\u0085b.png', 'a\u202egnp.exe', 'a\u2066.png'],
    ...[`${'a'.repeat(252)}.png`, `${'é'.repeat(127)}.png`]
  ]
  for (const name of names) {
    const answer = await upload(client, { name, type: 'image/png', bytes: png })
    assertErrorForm(answer, { status: 422, code: 'UNSAFE_FILE_NAME', field: 'file' })
  }
  const withNul = await upload(client, { name: 'a\0.png', type: 'image/png', bytes: png })
  assert.ok([400, 422].includes(withNul.status), withNul.text)
  await assertNothingLeft(app)

  const good = ['Laporan akhir (1).png', 'é'.normalize('NFD'), '図.png', 'a%22b.png', '🙂.png', "it's; x=1.png"]
  for (const name of good) {
    const { name: kept, id } = await uploaded(client, { name })
    assert.equal(kept, name.normalize('NFC'))
    assert.match(id, /^file_[0-9a-z]+$/)
  }
})

test('a form that is none, or brings more than it should, is refused', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('mentor')
  const file = filePart({ name: 'a.png', type: 'image/png', bytes: png })
  const whole = form({ name: 'a.png', bytes: png })
  const cut = (end: number) => ({ ...whole, payload: (whole.payload as Buffer).subarray(0, end) })
  const field = (name: string, value: string) => filePart({ field: name, bytes: value })
  const bad: [name: string, request: { payload?: unknown; headers?: object }, status: number, field?: string][] = [
    ['nothing', {}, 415],
    ['JSON', { payload: '{}', headers: { 'content-type': 'application/json' } }, 415],
    ['no parts', multipart([]), 400],
    ['no boundary', { ...whole, headers: { 'content-type': 'multipart/form-data' } }, 400],
    ['another boundary', { ...whole, headers: { 'content-type': 'multipart/form-data; boundary=lain' } }, 400],
    ['cut in the head', cut(60), 400],
    ['cut in the file', cut(-40), 400, 'body'],
    ['without its end', cut(-4), 400, 'body'],
    ['two files', multipart([file, file]), 400, 'file'],
    ['a field after the file', multipart([file, field('organizationId', app.organizationId)]), 400, 'file'],
    ['a field twice', multipart([field('organizationId', 'org_1'), field('organizationId', 'org_1'), file]), 400],
    ['an unknown field', multipart([field('courseId', 'crs_1'), file]), 400, 'courseId'],
    ['an unknown file', multipart([filePart({ field: 'avatar', name: 'a.png', bytes: png })]), 400, 'avatar'],
    ['__proto__', multipart([field('__proto__', 'x'), file]), 400],
    ['a text for a file', multipart([field('file', 'halo')]), 400, 'file'],
    ['a bad id', multipart([field('organizationId', '../x'), file]), 400, 'organizationId'],
    ['a long id', multipart([field('organizationId', `org_${'a'.repeat(9_000)}`), file]), 400, 'organizationId'],
    ['an empty file', form({ name: 'a.txt', bytes: '' }), 422, 'file']
  ]
  for (const [name, request, status, named] of bad) {
    const answer = await client.request('POST', '/api/files', request as never)
    try {
      assertErrorForm(answer, { status, field: named, path: '/api/files' })
    } catch (error) {
      throw new Error(`${name}: ${answer.text}`, { cause: error })
    }
  }
  await assertNothingLeft(app)
})

test('an upload is at most as large as configured', async (t) => {
  const app = await buildTestApp(t, { env: { FILE_MAX_BYTES: '100000' } })
  const client = await app.as('mentor')
  const answer = await upload(client, { name: 'a.txt', bytes: 'x'.repeat(100_001) })
  assertErrorForm(answer, { status: 413, code: 'FILE_TOO_LARGE', field: 'file' })
  await assertNothingLeft(app)
  await uploaded(client, { name: 'a.txt', type: '', bytes: 'x'.repeat(100_000) })
})

test('the quota of an organisation holds to the byte, whoever uploads at the same time', async (t) => {
  const app = await buildTestApp(t, { env: { FILE_QUOTA_BYTES: '50000' } })
  const clients = await Promise.all(['sari', 'joko', 'budi'].map((username) => app.signInAs({ username })))
  const answers = await Promise.all(
    Array.from({ length: 15 }, (_, i) => upload(clients[i % 3]!, { name: 'a.txt', bytes: `${i}`.padEnd(9_000, 'x') }))
  )
  assert.equal(answers.filter(({ status }) => status === 201).length, 5)
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    assertErrorForm(answer, { status: 422, code: 'QUOTA_EXCEEDED', field: 'file' })
  }
  assert.equal((await stored(app)).length, 5)
  assert.equal(await countRows(app), 5)
  await uploaded(clients[0]!, { name: 'a.txt', type: '', bytes: 'x'.repeat(5_000) })
  const { status } = await upload(clients[0]!, { name: 'a.txt', bytes: 'x' })
  assert.equal(status, 422)

  const away = await createOrganization(app, 'Away')
  await uploaded(await app.as('admin'), {}, { organizationId: away })
})

test('nobody fills the disk with what they do not use', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const { files } = app.database.tables
  const first = await uploaded(sari)
  await app.database.transaction(async (tx) => {
    const [row] = await tx.select().from(files)
    await tx.insert(files).values(Array.from({ length: 48 }, (_, i) => ({ ...row!, id: `file_${i}` })))
  })
  await uploaded(sari)
  const answer = await upload(sari, { name: 'a.png', bytes: png })
  assertErrorForm(answer, { status: 422, code: 'TOO_MANY_UNATTACHED', field: 'file' })
  await uploaded(await app.signInAs({ username: 'joko' }))
  assert.equal((await sari.delete(first.url)).status, 204)
  await uploaded(sari)
})

test('an upload is for members of the organisation, and those who hold something everywhere', async (t) => {
  const app = await buildTestApp(t)
  const away = await createOrganization(app, 'Away')
  const sari = await app.signInAs({ username: 'sari' })
  const stranger = await app.signInAs({ username: 'orang', organizationId: away })
  const file = { name: 'a.png', bytes: png }
  assertErrorForm(await upload(app.anonymous(), file), { status: 401 })
  assertErrorForm(await upload(sari, file, { organizationId: away }), { status: 404, code: 'NOT_FOUND' })
  assertErrorForm(await upload(sari, file, { organizationId: 'org_nope' }), { status: 404, code: 'NOT_FOUND' })
  assertErrorForm(await upload(stranger, file), { status: 404, code: 'NOT_FOUND' })
  await assertNothingLeft(app)
  assert.equal((await uploaded(stranger, {}, { organizationId: away })).organizationId, away)
})
