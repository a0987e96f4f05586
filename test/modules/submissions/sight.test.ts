import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../../support/client.js'
import { insertProject } from '../../support/project-rows.js'
import { createOrganization } from '../courses/courses.js'
import { codeOf, enrolNew, makeWorld, repository, submit, upload } from './submissions.js'

const photo = { id: 'dlv_3', title: 'Foto', description: '', kind: 'file' as const, isRequired: true }

test('work is seen by its learner, the reviewers and the staff of the course; for all others it is not there', async (t) => {
  const world = await makeWorld(t, { deliverables: [photo] })
  const { app, learner, mentor, courseId, projectId } = world
  const fileId = await upload(learner, 'robot.txt')
  const files = { deliverableId: 'dlv_3', kind: 'file', fileIds: [fileId] }
  const { submissionId: id } = await submit(world, { items: [files] })
  const { body: output } = await learner.post(`/api/projects/${projectId}/outputs`, { what: 'Sensor' })

  const reviewer = await app.signInAs({ username: 'penilai', role: 'mentor' })
  const otherMentor = await app.signInAs({ username: 'mentor.lain', role: 'mentor' })
  const { courseReviewers } = app.database.tables
  const added = { courseId, userId: reviewer.userId, createdAt: app.clock.now() }
  await app.database.transaction((tx) => tx.insert(courseReviewers).values(added))
  const away = await createOrganization(app, 'Away')
  const stranger = await app.signInAs({ username: 'jauh', role: 'owner', organizationId: away })
  const classmate = await enrolNew(world, 'sari.dewi')
  await submit({ ...world, learner: classmate }, { items: [{ ...files, fileIds: [await upload(classmate, 'x.txt')] }] })

  const parts = ['', '/history', '/outputs', '/attempts', '/attempts/1'].map((part) => `/api/submissions/${id}${part}`)
  const see = async (client: Client, status: number, fileStatus = status) => {
    for (const url of parts) assert.equal((await client.get(url)).status, status, url)
    assert.equal((await client.get(`/api/files/${fileId}`)).status, fileStatus)
  }
  for (const client of [learner, mentor, reviewer, await app.as('facilitator'), await app.as('org_admin')]) {
    await see(client, 200)
  }
  for (const client of [classmate, stranger, otherMentor]) {
    await see(client, 404)
    assert.deepEqual(codeOf(await client.post(`/api/submissions/${id}/withdraw`)), [404, 'NOT_FOUND'])
    assert.deepEqual(codeOf(await client.delete(`/api/outputs/${output.id}`)), [404, 'NOT_FOUND'])
  }
  for (const client of [mentor, reviewer, await app.as('facilitator')]) {
    assert.equal((await client.post(`/api/submissions/${id}/withdraw`)).status, 403)
    assert.equal((await client.delete(`/api/outputs/${output.id}`)).status, 403)
  }
  await see(app.anonymous(), 401, 404)

  await app.database.transaction((tx) => tx.delete(courseReviewers))
  await see(reviewer, 404)
})

test('a file of a draft is its learner’s alone until it is handed in, and no library has it', async (t) => {
  const world = await makeWorld(t, { deliverables: [photo] })
  const { app, learner, mentor, courseId, projectId } = world
  const fileId = await upload(learner, 'surat-dokter.txt')
  const body = { items: [{ deliverableId: 'dlv_3', kind: 'file', fileIds: [fileId] }] }
  const staff = [mentor, await app.as('facilitator'), await app.as('org_admin')]
  const library = async (client: Client) => (await client.get(`/api/files?courseId=${courseId}`)).body.data

  assert.equal((await learner.put(`/api/projects/${projectId}/draft`, body)).status, 200)
  for (const client of staff) {
    assert.deepEqual(codeOf(await client.get(`/api/files/${fileId}`)), [404, 'NOT_FOUND'])
    assert.deepEqual(await library(client), [])
  }
  const { read, tables } = app.database
  const [kept] = await read.select().from(tables.files)
  assert.ok(kept?.attachedAt, 'the sweep leaves it')

  await submit(world, body)
  for (const client of staff) {
    assert.equal((await client.get(`/api/files/${fileId}`)).status, 200)
    assert.deepEqual(await library(client), [])
  }
  const { body: tree } = await mentor.post(`/api/courses/${courseId}/modules`, { title: 'Satu' })
  const shown = { title: 'Contoh', content: `![](/api/files/${fileId})` }
  const lesson = await mentor.post(`/api/modules/${tree.id}/lessons`, shown)
  assert.deepEqual(codeOf(lesson), [422, 'UNKNOWN_FILE'], 'nobody shows the work of a learner to others')
})

test('staff list who works on a project, by learner, state and cohort', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId, projectId } = world
  const days = { startsOn: '2126-11-23', endsOn: '2127-01-17' }
  const { body: cohort } = await mentor.post(`/api/courses/${courseId}/cohorts`, { name: 'Satu', ...days })
  const learners = [learner]
  for (let i = 0; i < 4; i++) learners.push(await enrolNew(world, `pelajar.${i}`))
  for (const [i, client] of learners.entries()) {
    if (i % 2) await client.post(`/api/projects/${projectId}/start`)
    else await submit({ ...world, learner: client })
  }
  for (const { userId } of learners.slice(1, 3)) {
    assert.equal((await mentor.post(`/api/cohorts/${cohort.id}/members`, { userId })).status, 201)
  }
  const url = `/api/projects/${projectId}/submissions`
  const idsOf = (rows: { userId: string }[]) => rows.map(({ userId }) => userId)
  const inOrder = learners.map(({ userId }) => userId).sort()
  const found: string[] = []
  let cursor = ''
  do {
    const { body, text } = await mentor.get(`${url}?limit=2&total=true${cursor && `&cursor=${cursor}`}`)
    assert.equal(body.total, 5, text)
    found.push(...idsOf(body.data))
    cursor = body.nextCursor
  } while (cursor)
  assert.deepEqual(found, inOrder)
  const { body: drafts } = await mentor.get(`${url}?status=draft`)
  const [one, , three] = [learners[1], learners[2], learners[3]]
  assert.deepEqual(idsOf(drafts.data), [one?.userId, three?.userId].sort())
  assert.match(drafts.data[0].user.username, /^pelajar\.\d$/)
  const { body: members } = await mentor.get(`${url}?cohortId=${cohort.id}&total=true`)
  assert.deepEqual(
    [idsOf(members.data), members.total],
    [
      learners
        .slice(1, 3)
        .map(({ userId }) => userId)
        .sort(),
      2
    ]
  )
  const { body: both } = await mentor.get(`${url}?cohortId=${cohort.id}&status=submitted`)
  assert.deepEqual(idsOf(both.data), [learners[2]?.userId])
  const { body: single } = await mentor.get(`${url}?userId=${learners[3]?.userId}`)
  assert.deepEqual(idsOf(single.data), [learners[3]?.userId])
  assert.equal((await mentor.get(`${url}?cursor=abc`)).status, 400)
  assert.equal((await learner.get(url)).status, 403)
  assert.equal((await (await app.signInAs({ username: 'orang.lain' })).get(url)).status, 403)
})

test('one lists what one works on, in all courses or in one', async (t) => {
  const world = await makeWorld(t)
  const { app, learner, courseId, projectId } = world
  const second = await insertProject(app, courseId, { title: 'Lampu' })
  await submit(world)
  await submit({ ...world, projectId: second }, { items: [repository] })
  await learner.post(`/api/submissions/${(await learner.get('/api/me/submissions')).body.data[0].id}/withdraw`)
  const list = async (query: string) => {
    const { body, text } = await learner.get(`/api/me/submissions${query}`)
    assert.ok(body.data, text)
    return body.data.map(({ project, status }: { project: { title: string }; status: string }) => [
      project.title,
      status
    ])
  }
  const rows = [
    ['Lampu', 'withdrawn'],
    ['Robot pengikut garis', 'submitted']
  ]
  assert.deepEqual(await list(''), rows)
  assert.deepEqual(await list('?status=submitted'), [rows[1]])
  assert.deepEqual(await list(`?courseId=${courseId}`), rows)
  assert.deepEqual(await list('?courseId=crs_0000000000zzzzzz'), [])
  const { body: first } = await learner.get('/api/me/submissions?limit=1&total=true')
  assert.deepEqual([first.data[0].projectId, first.total], [second, 2])
  const { body: next } = await learner.get(`/api/me/submissions?limit=1&cursor=${first.nextCursor}`)
  assert.deepEqual([next.data[0].projectId, next.nextCursor], [projectId, null])
})
