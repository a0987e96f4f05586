import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { eq } from 'drizzle-orm'
import { hourMs } from '../../../src/lib/clock.js'
import { createFilesModule } from '../../../src/modules/files/index.js'
import { createLibrary } from '../../../src/modules/files/library.service.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { createCourse, createOrganization, publishCourse } from '../courses/courses.js'
import { assertNothingLeft, countRows, png, putIntoLibrary, stored, uploaded } from './samples.js'

/** The module as the other modules are handed it. */
async function prepare(t: TestContext, limits = {}) {
  const app = await buildTestApp(t)
  const { database, clock, audit, organizations, courses, config } = app
  const folder = join(config.dataDir, 'files')
  const onError = assert.ifError
  const deps = { database, clock, audit, organizations, courses, folder, onError }
  const files = await createFilesModule({ ...deps, limits: { ...config.files, ...limits } })
  const mentor = await app.as('mentor')
  const { id: courseId } = await createCourse(mentor)
  const attach = (fileIds: string[], place: object = {}) =>
    database.transaction((tx) =>
      files.attach(
        tx,
        { userId: mentor.userId, grants: [] },
        { fileIds, courseId, organizationId: app.organizationId, field: 'fileId', ...place }
      )
    )
  return { app, files, mentor, courseId, attach }
}

async function rowOf({ database }: TestApp, id: string) {
  const { files } = database.tables
  return (await database.read.select().from(files).where(eq(files.id, id)))[0]
}

const unknown = { code: 'UNKNOWN_FILE', details: { fileId: [/./] } }
const isUnknown = (error: { code: string; details: object }) => error.code === unknown.code && 'fileId' in error.details

test('a course takes uploads of who works on it, and what it has already', async (t) => {
  const { app, files, mentor, courseId, attach } = await prepare(t)
  const { id } = await uploaded(mentor)
  await attach([id, id])
  const row = await rowOf(app, id)
  assert.equal(row?.courseId, courseId)
  assert.ok(row?.attachedAt)
  await attach([id])
  await attach([])

  const { id: foreign } = await uploaded(await app.signInAs({ username: 'joko' }))
  await assert.rejects(attach([foreign]), isUnknown)
  await assert.rejects(attach([id, 'file_nope']), isUnknown)
  const { id: otherCourse } = await createCourse(mentor)
  await assert.rejects(attach([id], { courseId: otherCourse }), isUnknown, 'a file is in one library')
  await putIntoLibrary(app, courseId, [foreign])
  await attach([foreign, id])

  const facts = await files.describe(app.database.read, [id, id, 'file_nope'])
  assert.deepEqual([...facts.values()], [{ id, name: 'merah.png', contentType: 'image/png', size: png.length }])
})

test('what a course uses is on the account of its organisation', async (t) => {
  const { app, mentor, attach } = await prepare(t, { quotaBytes: 2 * png.length })
  const away = await createOrganization(app, 'Away')
  const { id: courseId } = await createCourse(await app.as('admin'), { organizationId: away })
  const ids = []
  for (let i = 0; i < 3; i++) ids.push((await uploaded(mentor)).id)
  await attach(ids.slice(0, 2), { courseId, organizationId: away })
  assert.equal((await rowOf(app, ids[0]))?.organizationId, away)
  await assert.rejects(attach(ids.slice(2), { courseId, organizationId: away }), { code: 'QUOTA_EXCEEDED' })
  assert.equal((await rowOf(app, ids[2]))?.organizationId, app.organizationId)
})

test('a copy has the same bytes without taking room for them, and its own life', async (t) => {
  const { app, files, mentor, courseId, attach } = await prepare(t)
  const { id } = await uploaded(mentor)
  await attach([id])
  const { id: clone } = await createCourse(mentor)
  const place = { courseId: clone, organizationId: app.organizationId, actorId: mentor.userId }
  const copies = await app.database.transaction((tx, afterCommit) =>
    files.copy(tx, afterCommit, { fileIds: [id, id], ...place })
  )
  const copy = copies.get(id) ?? ''
  assert.equal(copies.size, 1)
  const pathOf = (file: string) => join(app.config.dataDir, 'files', file.slice(-2), file)
  assert.deepEqual(await readFile(pathOf(copy)), png)
  assert.equal((await stat(pathOf(copy))).nlink, 2)
  const [original, copied] = [await rowOf(app, id), await rowOf(app, copy)]
  assert.deepEqual(
    { ...copied, id, courseId, attachedAt: null, createdAt: null },
    { ...original, attachedAt: null, createdAt: null }
  )
  assert.equal(copied?.courseId, clone)
  assert.equal((await mentor.delete(`/api/files/${id}`)).status, 204)
  assert.deepEqual((await mentor.get(`/api/files/${copy}`)).status, 200)

  const small = await createFilesModule({
    ...{ database: app.database, clock: app.clock, audit: app.audit },
    ...{ organizations: app.organizations, courses: app.courses },
    ...{ folder: join(app.config.dataDir, 'files'), limits: { maxBytes: 1, quotaBytes: png.length }, onError: () => {} }
  })
  const before = await countRows(app)
  const tooMuch = app.database.transaction((tx, afterCommit) =>
    small.copy(tx, afterCommit, { fileIds: [copy], ...place })
  )
  await assert.rejects(tooMuch, { code: 'QUOTA_EXCEEDED' })
  assert.equal(await countRows(app), before)
})

test('the files of a large course are copied a few at a time', async (t) => {
  const { app, mentor, courseId } = await prepare(t)
  const ids: string[] = []
  for (let i = 0; i < 20; i++) ids.push((await uploaded(mentor)).id)
  await putIntoLibrary(app, courseId, ids)
  let [now, most, made] = [0, 0, 0]
  const store = {
    async duplicate() {
      most = Math.max(most, ++now)
      made++
      await sleep(1)
      now--
    }
  }
  const { copy } = createLibrary({ ...app, store, quota: { requireRoom: async () => {} } })
  const place = { courseId, organizationId: app.organizationId, actorId: mentor.userId }
  const copies = await app.database.transaction((tx, afterCommit) => copy(tx, afterCommit, { fileIds: ids, ...place }))
  assert.deepEqual([copies.size, made], [20, 20])
  assert.ok(most <= 8, `${most} at once`)
})

test('the library of a course is listed for who works on it, and uploads for who made them', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor)
  const ids: string[] = []
  for (let i = 0; i < 3; i++) ids.unshift((await uploaded(mentor)).id)
  await putIntoLibrary(app, courseId, ids.slice(1))

  const idsOf = ({ body }: { body: { data: { id: string }[] } }) => body.data.map(({ id }) => id)
  assert.deepEqual(idsOf(await mentor.get('/api/files')), ids)
  const library = `/api/files?courseId=${courseId}`
  for (const role of ['mentor', 'facilitator', 'org_admin', 'admin'] as const) {
    assert.deepEqual(idsOf(await (await app.as(role)).get(library)), ids.slice(1), role)
  }
  const first = await mentor.get(`${library}&limit=1&total=true`)
  assert.equal(first.body.total, 2)
  const second = await mentor.get(`${library}&limit=1&cursor=${first.body.nextCursor}`)
  assert.deepEqual([...idsOf(first), ...idsOf(second)], ids.slice(1))
  assert.equal(second.body.nextCursor, null)
  const learner = await app.as('learner')
  assert.deepEqual((await learner.get('/api/files')).body.data, [])
  assertErrorForm(await learner.get(library), { status: 403 })
  assertErrorForm(await learner.get('/api/files?courseId=crs_nope'), { status: 404 })
})

test('a file that a lesson uses cannot be deleted; another one goes with its bytes', async (t) => {
  const { app, mentor, courseId, attach } = await prepare(t)
  const { id, url } = await uploaded(mentor)
  await attach([id])
  const { modules, lessons, lessonFiles } = app.database.tables
  const now = app.clock.now()
  const common = { courseId, title: 'x', position: 0, isFree: false, status: 'draft', version: 1 } as const
  const stamps = { releaseKind: 'immediately', createdAt: now, updatedAt: now } as const
  await app.database.transaction(async (tx) => {
    await tx.insert(modules).values({ ...common, ...stamps, id: 'mod_1', summary: '' })
    const text = { content: '', contentHtml: '', contentText: '', isRequired: true }
    await tx.insert(lessons).values({ ...common, ...stamps, ...text, id: 'les_1', moduleId: 'mod_1' })
    await tx.insert(lessonFiles).values({ lessonId: 'les_1', fileId: id })
  })
  assertErrorForm(await mentor.delete(url), { status: 409, code: 'FILE_IN_USE' })
  assert.equal((await mentor.get(url)).status, 200)
  await app.database.transaction(async (tx) => {
    await tx.delete(lessonFiles)
  })
  assert.equal((await mentor.delete(url)).status, 204)
  assertErrorForm(await mentor.delete(url), { status: 404 })
  for (let i = 0; (await stored(app)).length > 0 && i < 100; i++) await sleep(10)
  await assertNothingLeft(app)
})

test('the sweep takes what nobody has used for a day, and leaves what is used', async (t) => {
  const { app, files, mentor, attach } = await prepare(t)
  const [sweep] = files.jobs
  const { id: used } = await uploaded(mentor)
  await attach([used])
  await uploaded(mentor)
  app.clock.advance(23 * hourMs)
  const { id: young } = await uploaded(await app.as('learner'))
  await sweep?.run()
  assert.equal((await stored(app)).length, 3)
  app.clock.advance(hourMs + 60_000)
  await sweep?.run()
  assert.deepEqual((await stored(app)).sort(), [used, young].sort())
  assert.equal(await countRows(app), 2)
})

test('a process that is killed between two steps leaves nothing for ever', async (t) => {
  const { app, files, mentor } = await prepare(t)
  const [sweep] = files.jobs
  const { id } = await uploaded(mentor)
  const folder = join(app.config.dataDir, 'files', id.slice(-2))
  const lost = (n: number) => join(folder, `file_0000000000000000000000${n}${id.slice(-2)}`)
  // While it received; before the row was written; after the row was deleted; and what is none of ours.
  await writeFile(`${lost(1)}.part`, 'x')
  await writeFile(lost(2), 'x')
  await writeFile(join(folder, `${id}.part`), 'x')
  await writeFile(join(folder, 'README'), 'x')
  await writeFile(join(app.config.dataDir, 'files', 'README'), 'x')
  await sweep?.run()
  assert.equal((await stored(app)).length, 6, 'they may be of an upload that is under way')
  app.clock.advance(hourMs + 60_000)
  await sweep?.run()
  assert.deepEqual((await stored(app)).sort(), ['README', 'README', id].sort())
  assert.equal((await mentor.get(`/api/files/${id}`)).status, 200)
})

test('a link for a mail lives as long as was asked for, and not longer than a week', async (t) => {
  const { app, files, mentor } = await prepare(t)
  const { id } = await uploaded(mentor)
  const days = (link: { expiresAt: Date }) => (link.expiresAt.getTime() - app.clock.now().getTime()) / (24 * hourMs)
  assert.equal(Math.round(days(files.link(id, 3 * 24 * hourMs))), 3)
  const longest = files.link(id, 365 * 24 * hourMs)
  assert.equal(Math.round(days(longest)), 7)
  app.clock.advance(23 * hourMs)
  assert.equal((await app.anonymous().get(longest.url)).status, 200)
})

test('a large upload goes to the disk in pieces, never whole through the memory', async (t) => {
  const mebibyte = 1_048_576
  const app = await buildTestApp(t, { env: { FILE_MAX_BYTES: String(200 * mebibyte) } })
  const address = await app.listen()
  const mentor = await app.as('mentor')
  let most = 0
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const boundary = 'batas'
  const piece = Buffer.alloc(mebibyte, 'x')
  const before = process.memoryUsage().arrayBuffers
  const sent = request(`${address}/api/files`, {
    method: 'POST',
    headers: { ...mentor.cookieHeader(), origin: address, 'content-type': `multipart/form-data; boundary=${boundary}` }
  })
  const answered = once(sent, 'response')
  sent.write(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`)
  for (let i = 0; i < 60; i++) {
    if (!sent.write(piece)) await once(sent, 'drain')
    if (i % 10 !== 9) continue
    collectGarbage() // what is left after it, something holds
    most = Math.max(most, process.memoryUsage().arrayBuffers)
  }
  sent.end(`\r\n--${boundary}--\r\n`)
  const [answer] = await answered
  const { size } = (await json(answer)) as { size: number }
  assert.equal(size, 60 * mebibyte)
  assert.ok(most - before < 20 * mebibyte, `${Math.round((most - before) / mebibyte)} MiB`)
})
