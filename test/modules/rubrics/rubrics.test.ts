import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCopyRubrics } from '../../../src/modules/rubrics/copies.service.js'
import { createPublishedRubrics } from '../../../src/modules/rubrics/published.js'
import { buildTestApp } from '../../support/app.js'
import { codeOf, criterion, faultOf, publishRubric, twoCriteria } from './rubrics.js'

test('a rubric is written as a draft, published, and written on as the next version', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const made = await mentor.post('/api/rubrics', { title: ' Robot ', description: 'Untuk robot.' })
  const { id } = made.body
  const url = `/api/rubrics/${id}`
  assert.deepEqual([made.status, made.headers.location, made.headers.etag], [201, url, '"v1"'])
  const { title, organizationId, published, draft, createdBy, isArchived } = made.body
  assert.deepEqual(
    [title, organizationId, published, draft, createdBy, isArchived],
    ['Robot', app.organizationId, null, null, mentor.userId, false]
  )
  assert.deepEqual(codeOf(await mentor.post(`${url}/publish`)), [409, 'NO_DRAFT'])
  assert.deepEqual(codeOf(await mentor.delete(`${url}/draft`)), [409, 'NO_DRAFT'])

  const drafted = await mentor.put(`${url}/draft`, { criteria: twoCriteria }, { 'if-match': '"v1"' })
  assert.deepEqual([drafted.status, drafted.headers.etag], [200, '"v2"'])
  assert.deepEqual([drafted.body.draft.number, drafted.body.draft.maxPoints], [1, 15])
  assert.equal((await mentor.put(`${url}/draft`, { criteria: twoCriteria }, { 'if-match': '"v1"' })).status, 412)
  const [first, second] = drafted.body.draft.criteria
  assert.deepEqual([first.isRequired, first.description, first.levels[1].points], [true, '', 6])
  assert.equal((await mentor.get(`${url}/versions`)).body.data.length, 0, 'a draft is no version')
  assert.equal((await mentor.get(`${url}/versions/1`)).status, 404)

  const opened = await mentor.post(`${url}/publish`, undefined, { 'if-match': '"v2"' })
  assert.deepEqual(
    [opened.status, opened.headers.location, opened.headers.etag, opened.body.number, opened.body.criteria],
    [201, `${url}/versions/1`, '"v3"', 1, [first, second]]
  )
  assert.deepEqual(codeOf(await mentor.post(`${url}/publish`)), [409, 'NO_DRAFT'])

  const changed = { ...second, title: 'Laporan akhir', levels: [second.levels[0], { title: 'Baik', points: 7.25 }] }
  const next = await mentor.put(`${url}/draft`, { criteria: [changed, criterion('Kode', 1, 2)] })
  const [kept, added] = next.body.draft.criteria
  assert.deepEqual([next.body.draft.number, next.body.draft.maxPoints, kept.id], [2, 9.25, second.id])
  assert.equal(kept.levels[0].id, second.levels[0].id)
  const ids = [first, second].flatMap(({ id, levels }) => [id, ...levels.map((level: { id: string }) => level.id)])
  for (const newId of [kept.levels[1].id, added.id, added.levels[0].id]) assert.ok(!ids.includes(newId))
  assert.deepEqual(next.body.published.criteria, [first, second])
  assert.deepEqual((await mentor.get(`${url}/versions/1`)).body.criteria, [first, second])

  assert.equal((await mentor.delete(`${url}/draft`)).status, 204)
  const back = await mentor.put(`${url}/draft`, { criteria: [first] })
  assert.deepEqual(
    [back.body.draft.number, back.body.draft.criteria],
    [2, [first]],
    'an id of an older version comes back'
  )
  assert.equal((await mentor.post(`${url}/publish`)).body.number, 2)
  const numbers = async (query: string) => {
    const { body } = await mentor.get(`${url}/versions${query}`)
    return [body.data.map(({ number }: { number: number }) => number), body.nextCursor, body.total]
  }
  const [page, cursor, total] = await numbers('?limit=1&total=true')
  assert.deepEqual([page, total], [[2], 2])
  assert.deepEqual(await numbers(`?limit=1&cursor=${cursor}`), [[1], null, undefined])
})

test('criteria that cannot be are refused, and the answer names the field', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const rubric = await publishRubric(mentor)
  const other = await publishRubric(mentor)
  const [own] = rubric.criteria as [(typeof rubric.criteria)[number]]
  const [foreign] = other.criteria as [typeof own]
  const url = `/api/rubrics/${rubric.id}`
  const before = (await mentor.get(url)).body
  const one = (levels: object[], fields: object = {}) => [{ title: 'Satu', levels, ...fields }]
  const level = (points: unknown, fields: object = {}) => ({ title: 'Tingkat', points, ...fields })
  const bad: [criteria: unknown, status: number, field: string][] = [
    [[], 400, 'criteria'],
    [Array(51).fill(criterion('Satu', 0, 1)), 400, 'criteria'],
    [one([level(0)]), 400, 'criteria.0.levels'],
    [one(Array.from({ length: 11 }, (_, i) => level(i))), 400, 'criteria.0.levels'],
    [one([level(0), level(1)], { title: ' ' }), 400, 'criteria.0.title'],
    [one([level(0), level(1)], { weight: 2 }), 400, 'criteria.0.weight'],
    [one([level(0), level(1)], { isRequired: 'yes' }), 400, 'criteria.0.isRequired'],
    [one([level(-1), level(1)]), 400, 'criteria.0.levels.0.points'],
    [one([level(0), level(1_000.01)]), 400, 'criteria.0.levels.1.points'],
    [one([level(0), level('1')]), 400, 'criteria.0.levels.1.points'],
    [one([level(0), level(1, { title: 'a\tb' })]), 400, 'criteria.0.levels.1.title'],
    [one([level(0), level(1.005)]), 422, 'criteria.0.levels.1.points'],
    [one([level(0), level(0)]), 422, 'criteria.0.levels.1.points'],
    [[...twoCriteria, criterion('Turun', 0, 2, 1)], 422, 'criteria.2.levels.2.points'],
    [[own, own], 422, 'criteria.1.id'],
    [[foreign], 422, 'criteria.0.id'],
    [one([level(0, { id: own.levels[0]?.id }), level(1, { id: own.levels[0]?.id })]), 422, 'criteria.0.levels.1.id'],
    [one([level(0, { id: foreign.levels[0]?.id }), level(1)]), 422, 'criteria.0.levels.0.id']
  ]
  for (const [criteria, status, field] of bad) {
    const answer = await mentor.put(`${url}/draft`, { criteria })
    assert.deepEqual([answer.status, Object.keys(answer.body.details)], [status, [field]], JSON.stringify(criteria))
  }
  assert.deepEqual((await mentor.get(url)).body, before, 'nothing changed')
  const unknown = await mentor.post('/api/rubrics', { title: 'Baru', criteria: [own] })
  assert.deepEqual(faultOf(unknown), [422, 'UNKNOWN_CRITERION', ['criteria.0.id']])
  assert.equal((await mentor.get('/api/rubrics?total=true')).body.total, 2)
})

test('rubrics are seen by who makes courses, and changed by their creator and who changes any course', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, chief] = [await app.as('mentor'), await app.as('org_admin')]
  const other = await app.signInAs({ username: 'other.mentor', role: 'mentor' })
  const rubric = await publishRubric(mentor, { title: 'Kincir Ångström' })
  const url = `/api/rubrics/${rubric.id}`
  const draft = { criteria: twoCriteria }
  assert.equal((await other.get(url)).status, 200)
  for (const answer of [
    await other.patch(url, { title: 'x' }),
    await other.delete(url),
    await other.put(`${url}/draft`, draft),
    await other.delete(`${url}/draft`),
    await other.post(`${url}/publish`)
  ]) {
    assert.deepEqual(codeOf(answer), [403, 'FORBIDDEN'])
  }
  for (const client of [await app.as('learner'), await app.as('facilitator')]) {
    assert.deepEqual(codeOf(await client.get(url)), [404, 'NOT_FOUND'])
    assert.deepEqual(codeOf(await client.get('/api/rubrics')), [403, 'FORBIDDEN'])
    assert.equal((await client.patch(url, { title: 'x' })).status, 404)
  }
  const renamed = await chief.patch(url, { title: 'Kincir ÅNGSTRÖM', description: 'Baru' })
  assert.deepEqual([renamed.status, renamed.body.published.title], [200, 'Kincir ÅNGSTRÖM'])
  const same = await chief.patch(url, { title: 'Kincir ÅNGSTRÖM' })
  assert.equal(same.body.version, renamed.body.version, 'the same changes nothing')

  await publishRubric(mentor, { title: 'Jembatan' })
  await mentor.post('/api/rubrics', { title: 'Kincir air', criteria: twoCriteria })
  const titles = async (query: string) =>
    (await other.get(`/api/rubrics${query}`)).body.data.map((item: { title: string }) => item.title)
  assert.deepEqual(await titles(''), ['Kincir air', 'Jembatan', 'Kincir ÅNGSTRÖM'])
  assert.deepEqual(await titles('?q=KINCIR'), ['Kincir air', 'Kincir ÅNGSTRÖM'])
  assert.deepEqual(await titles('?q=%C3%A5ngstr%C3%B6m'), ['Kincir ÅNGSTRÖM'])
  assert.deepEqual(await titles('?q=100%25'), [])
  const { body } = await other.get('/api/rubrics?limit=2&total=true')
  assert.deepEqual(
    [body.total, body.data[0].hasDraft, body.data[0].published, body.data[1].published.maxPoints],
    [3, true, null, 15]
  )
  assert.deepEqual(await titles(`?limit=2&cursor=${body.nextCursor}`), ['Kincir ÅNGSTRÖM'])

  assert.equal((await mentor.delete(url)).status, 204)
  assert.equal((await mentor.delete(url)).status, 204)
  assert.deepEqual(await titles('?q=kincir'), ['Kincir air'])
  assert.deepEqual(await titles('?archived=true'), ['Kincir ÅNGSTRÖM'])
  assert.deepEqual(codeOf(await mentor.put(`${url}/draft`, draft)), [409, 'RUBRIC_ARCHIVED'])
  assert.equal((await mentor.patch(url, { isArchived: false })).body.isArchived, false)
  assert.equal((await mentor.put(`${url}/draft`, draft)).status, 200)
})

test('an organisation keeps its rubrics to itself', async (t) => {
  const app = await buildTestApp(t)
  const [admin, mentor] = [await app.as('admin'), await app.as('mentor')]
  const { body: away } = await admin.post('/api/organizations', { name: 'Jauh' })
  const stranger = await app.signInAs({ username: 'jauh.mentor', role: 'mentor', organizationId: away.id })
  const rubric = await publishRubric(mentor)
  assert.equal((await stranger.get(`/api/rubrics/${rubric.id}`)).status, 404)
  assert.deepEqual((await stranger.get('/api/rubrics')).body.data, [])
  assert.equal((await stranger.get(`/api/rubrics?organization=${app.organizationId}`)).status, 404)
  assert.equal((await stranger.post('/api/rubrics', { title: 'x', organizationId: app.organizationId })).status, 404)
  assert.equal((await mentor.get(`/api/rubrics?organization=${away.slug}`)).status, 404)
  assert.equal((await admin.get('/api/rubrics')).body.data.length, 1)
  assert.equal((await admin.get(`/api/rubrics?organization=${away.slug}`)).body.data.length, 0)

  const { database } = app
  const { requireUsable, requireNewest, versions } = createPublishedRubrics(database)
  const at = { organizationId: app.organizationId, field: 'rubricVersionId' }
  const usable = (organizationId: string) =>
    requireUsable(database.read, { ...at, versionId: rubric.versionId, organizationId })
  assert.equal((await usable(app.organizationId)).maxPoints, 1_500)
  const isUnknown = { code: 'UNKNOWN_RUBRIC', statusCode: 422 }
  await assert.rejects(usable(away.id), isUnknown)
  const { body: drafted } = await mentor.post('/api/rubrics', { title: 'Draf', criteria: twoCriteria })
  await assert.rejects(requireNewest(database.read, { ...at, rubricId: drafted.id }), isUnknown)
  assert.equal((await requireNewest(database.read, { ...at, rubricId: rubric.id })).id, rubric.versionId)

  await mentor.patch(`/api/rubrics/${rubric.id}`, { title: 'Robot baru' })
  await mentor.delete(`/api/rubrics/${rubric.id}`)
  await assert.rejects(usable(app.organizationId), isUnknown, 'an archived one is not chosen anew')
  const found = await versions(database.read, [rubric.versionId, rubric.versionId, 'rbv_0'])
  assert.deepEqual([...found.keys()], [rubric.versionId])
  assert.equal(found.get(rubric.versionId)?.title, 'Robot baru', 'what may change is read each time')
})

test('a copy for another organisation has the versions in use, and is another rubric', async (t) => {
  const app = await buildTestApp(t)
  const [admin, mentor] = [await app.as('admin'), await app.as('mentor')]
  const { body: away } = await admin.post('/api/organizations', { name: 'Jauh' })
  const rubric = await publishRubric(mentor)
  const url = `/api/rubrics/${rubric.id}`
  const versionIds = [rubric.versionId]
  for (const title of ['Dua', 'Tiga']) {
    await mentor.put(`${url}/draft`, { criteria: [criterion(title, 0, 1)] })
    versionIds.push((await mentor.post(`${url}/publish`)).body.id)
  }
  const used = [versionIds[2] ?? '', versionIds[1] ?? '']
  const copy = createCopyRubrics(app)
  const copyTo = (organizationId: string) =>
    app.database.transaction((tx) => copy(tx, { versionIds: used, organizationId, actorId: admin.userId }))
  assert.deepEqual([...(await copyTo(app.organizationId))].sort(), used.map((id) => [id, id]).sort())
  const copies = await copyTo(away.id)
  const { versions } = createPublishedRubrics(app.database)
  const made = await versions(app.database.read, [...copies.values()])
  const [third, second] = used.map((id) => made.get(copies.get(id) ?? ''))
  assert.deepEqual(
    [second, third].map((version) => [version?.number, version?.criteria[0]?.title]),
    [
      [1, 'Dua'],
      [2, 'Tiga']
    ]
  )
  assert.equal(second?.rubricId, third?.rubricId)
  assert.notEqual(second?.rubricId, rubric.id)
  const listed = (await admin.get(`/api/rubrics?organization=${away.id}`)).body.data
  assert.deepEqual([listed.length, listed[0].title, listed[0].createdBy], [1, 'Robot', admin.userId])
})

test('of many who publish at once one does it, and drafts do not cross', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { body } = await mentor.post('/api/rubrics', { title: 'Robot', criteria: twoCriteria })
  const url = `/api/rubrics/${body.id}`
  const all = await Promise.all(Array.from({ length: 6 }, () => mentor.post(`${url}/publish`)))
  assert.deepEqual(all.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409])
  const drafts = await Promise.all(
    Array.from({ length: 6 }, (_, i) => mentor.put(`${url}/draft`, { criteria: [criterion(`Ke-${i}`, 0, i + 1)] }))
  )
  assert.deepEqual(new Set(drafts.map(({ status }) => status)), new Set([200]))
  const { draft, version } = (await mentor.get(url)).body
  assert.deepEqual([draft.number, draft.criteria.length, version], [2, 1, 8])
})
