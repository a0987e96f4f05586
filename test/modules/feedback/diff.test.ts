import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import type { HandedIn } from '../../../src/db/schema/submissions.js'
import { createId } from '../../../src/lib/ids.js'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { criteria, insertAttempt, insertRubric } from '../../support/project-rows.js'
import { addReviewer, begin, codeOf, type FeedbackWorld, handIn, insertReview, makeWorld, move } from './feedback.js'

async function diff(client: Client, { submissionId }: FeedbackWorld, path: string) {
  const { status, body, text } = await client.get(`/api/submissions/${submissionId}/attempts/${path}`)
  assert.equal(status, 200, text)
  return body
}

const report = (text: string): HandedIn => ({ deliverableId: 'dlv_2', kind: 'text', text })
const repository = (commit: string | null): HandedIn => ({
  ...{ deliverableId: 'dlv_1', kind: 'repository', url: 'https://git.example/sari/robot', commit }
})
const file = (id: string, name: string, sha256: string) => ({ id, name, size: 10, sha256: sha256.repeat(64) })

async function changeProject({ app, projectId }: FeedbackWorld, fields: object) {
  const { projects } = app.database.tables
  await app.database.transaction((tx) => tx.update(projects).set(fields).where(eq(projects.id, projectId)))
}

test('of the first attempt all is added', async (t) => {
  const world = await makeWorld(t)
  const body = await diff(world.sari, world, '1/diff')
  assert.equal(body.from, null)
  assert.equal(body.to.number, 1)
  assert.deepEqual(body.deliverables, [
    {
      ...{ deliverableId: 'dlv_1', title: 'Repositori', kind: 'repository', change: 'added', before: null },
      after: { url: 'https://git.example/sari/robot', commit: null }
    },
    {
      ...{ deliverableId: 'dlv_2', title: 'Laporan', kind: 'text', change: 'added', before: null, after: null },
      text: {
        isReplaced: false,
        hunks: [{ runs: [{ kind: 'added', beforeLine: null, afterLine: 1, lines: ['Baris satu', 'Baris dua'] }] }]
      }
    }
  ])
  assert.deepEqual(body.threads, { settled: [], open: [] })
})

test('what has changed since the attempt before: texts, links, files, the checklist and the note', async (t) => {
  const world = await makeWorld(t)
  await changeProject(world, {
    deliverables: [
      { id: 'dlv_3', title: 'Foto', description: '', kind: 'file', isRequired: false },
      { id: 'dlv_2', title: 'Laporan', description: '', kind: 'text', isRequired: false },
      { id: 'dlv_1', title: 'Repositori', description: '', kind: 'repository', isRequired: true }
    ],
    checklist: [
      { id: 'cli_1', text: 'Sudah diuji', isRequired: false },
      { id: 'cli_2', text: 'Sudah dibaca teman', isRequired: false }
    ]
  })
  const photos: HandedIn = {
    ...{ deliverableId: 'dlv_3', kind: 'file' },
    files: [file('file_1', 'depan.jpg', 'a'), file('file_2', 'samping.jpg', 'b')]
  }
  const second = [repository('9fceb02'), report('Baris satu\nBaris kedua\n'), photos]
  await handIn(world, { items: second, checklist: ['cli_1', 'cli_gone'], note: 'Halo\nSudah saya perbaiki' })
  const body = await diff(world.mentor, world, '2/diff')
  assert.deepEqual([body.from.number, body.to.number], [1, 2])
  assert.deepEqual(
    body.deliverables.map(({ title, change }: Record<string, string>) => `${title} ${change}`),
    ['Foto added', 'Laporan changed', 'Repositori changed'],
    'in the order that the project has now'
  )
  const [, text, link] = body.deliverables
  assert.deepEqual(text.text.hunks, [
    {
      runs: [
        { kind: 'context', beforeLine: 1, afterLine: 1, lines: ['Baris satu'] },
        { kind: 'removed', beforeLine: 2, afterLine: null, lines: ['Baris dua'] },
        { kind: 'added', beforeLine: null, afterLine: 2, lines: ['Baris kedua'] }
      ]
    }
  ])
  assert.deepEqual(
    [link.before.commit, link.after.commit, link.files, link.text],
    [null, '9fceb02', undefined, undefined]
  )
  assert.deepEqual(body.checklist, {
    ticked: [
      { id: 'cli_1', text: 'Sudah diuji' },
      { id: 'cli_gone', text: null }
    ],
    unticked: []
  })
  assert.equal(body.note.hunks[0].runs[0].lines[1], 'Sudah saya perbaiki')

  const renamed: HandedIn = { ...photos, files: [file('file_1', 'depan.jpg', 'c'), file('file_3', 'kiri.jpg', 'b')] }
  await handIn(world, { items: [repository('9fceb02'), renamed], checklist: ['cli_2'] })
  const third = await diff(world.mentor, world, '3/diff')
  assert.deepEqual(
    third.deliverables.map(({ title, change }: Record<string, string>) => `${title} ${change}`),
    ['Foto changed', 'Laporan removed', 'Repositori same']
  )
  assert.deepEqual(third.deliverables[0].files, [
    { name: 'depan.jpg', change: 'changed', formerName: null, before: photos.files[0], after: renamed.files[0] },
    { name: 'kiri.jpg', change: 'renamed', formerName: 'samping.jpg', before: photos.files[1], after: renamed.files[1] }
  ])
  assert.deepEqual(third.checklist.ticked, [{ id: 'cli_2', text: 'Sudah dibaca teman' }])
  assert.deepEqual(
    third.checklist.unticked.map(({ id }: { id: string }) => id),
    ['cli_1', 'cli_gone']
  )
  const sinceFirst = await diff(world.mentor, world, '3/diff?from=1')
  assert.deepEqual([sinceFirst.from.number, sinceFirst.checklist.unticked], [1, []])
})

test('an attempt that was withdrawn is passed over, unless it is asked for', async (t) => {
  const world = await makeWorld(t)
  const { app } = world
  const { attemptId } = await handIn(world, { note: 'Ditarik' })
  const { attempts } = app.database.tables
  const withdrawn = { withdrawnAt: app.clock.now() }
  await app.database.transaction((tx) => tx.update(attempts).set(withdrawn).where(eq(attempts.id, attemptId)))
  await handIn(world)
  assert.equal((await diff(world.mentor, world, '3/diff')).from.number, 1)
  assert.equal((await diff(world.mentor, world, '3/diff?from=2')).from.number, 2)
  assert.equal((await diff(world.mentor, world, '2/diff')).from.number, 1)
})

test('only an earlier attempt of the same submission is compared with', async (t) => {
  const world = await makeWorld(t)
  await handIn(world)
  const url = `/api/submissions/${world.submissionId}/attempts`
  for (const from of ['2', '3', '999999']) {
    const answer = await world.sari.get(`${url}/2/diff?from=${from}`)
    assert.deepEqual([...codeOf(answer), Object.keys(answer.body.details)], [422, 'UNKNOWN_ATTEMPT', ['from']])
  }
  for (const from of ['0', '-1', 'x', '1.5', '']) {
    assert.equal((await world.sari.get(`${url}/2/diff?from=${from}`)).status, 400)
  }
  assert.deepEqual(codeOf(await world.sari.get(`${url}/3/diff`)), [404, 'NOT_FOUND'])
  assert.equal((await world.sari.get(`${url}/0/diff`)).status, 400)
  const joko = await world.app.signInAs({ username: 'joko' })
  assert.equal((await joko.get(`${url}/2/diff`)).status, 404)
  assert.equal((await (await world.app.as('facilitator')).get(`${url}/2/diff`)).status, 200)
})

test('what each criterion was given in both attempts, by the last decision', async (t) => {
  const world = await makeWorld(t)
  const { mentor, app, projectId, sari } = world
  const first = await insertAttempt(app, { projectId, userId: sari.userId })
  await insertReview(world, first, { reviewerId: mentor.userId, points: { crit_1: 600, crit_2: 1_000 } })
  const rubric = criteria.slice(1).concat({ ...criteria[0], id: 'crit_3', title: 'Video', levels: [] } as never)
  const { rubricVersions } = app.database.tables
  const rubricVersionId = await insertRubric(app)
  await app.database.transaction((tx) =>
    tx.update(rubricVersions).set({ criteria: rubric }).where(eq(rubricVersions.id, rubricVersionId))
  )
  const given = async () =>
    (await diff(mentor, world, '3/diff?from=2')).criteria.map(
      ({ title, before, after, isMoved }: Record<string, { points: number; levelTitle: string | null } | null>) =>
        `${title} ${before?.points} ${before?.levelTitle} → ${after?.points} ${after?.levelTitle}${isMoved ? ' !' : ''}`
    )
  await changeProject(world, { rubricVersionId })
  const second = await handIn(world)
  assert.deepEqual(await given(), ['Laporan 10 Baik → undefined undefined', 'Rangkaian 6 Cukup → undefined undefined'])
  await insertReview(world, second, { reviewerId: mentor.userId, points: { crit_2: 1_000, crit_3: 425 } })
  assert.deepEqual(await given(), [
    'Laporan 10 Baik → 10 Baik',
    'Video undefined undefined → 4.25 null !',
    'Rangkaian 6 Cukup → undefined undefined !'
  ])
  const again = await secondRequest(app, second)
  const guru = await addReviewer(world, 'pak.guru')
  await insertReview(world, again, { reviewerId: guru.userId, points: { crit_2: 600, crit_3: 425 } })
  assert.equal((await given())[0], 'Laporan 10 Baik → 6 Cukup !')
})

/** A second review of the same attempt. */
async function secondRequest({ database, clock }: TestApp, { attemptId }: { attemptId: string }) {
  const { reviewRequests } = database.tables
  const requestId = createId('reviewRequest', clock.now().getTime())
  await database.transaction(async (tx) => {
    const [first] = await tx.select().from(reviewRequests).where(eq(reviewRequests.attemptId, attemptId))
    assert.ok(first)
    const waiting = { status: 'waiting' as const, claimedBy: null, decidedAt: null }
    await tx.insert(reviewRequests).values({ ...first, id: requestId, round: 2, ...waiting })
  })
  return { requestId, attemptId }
}

test('the learner sees what criteria were given at once, or once their grade is released', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari, courseId, projectId } = world
  const attempt = await handIn(world)
  await insertReview(world, attempt, { reviewerId: mentor.userId, points: { crit_1: 600, crit_2: 600 } })
  assert.equal((await diff(sari, world, '2/diff')).criteria.length, 2)
  const settings = { mode: 'points', passMark: 70, release: 'by_hand' }
  assert.equal((await mentor.put(`/api/courses/${courseId}/gradebook/settings`, settings)).status, 200)
  assert.equal((await diff(sari, world, '2/diff')).criteria, null)
  assert.equal((await diff(mentor, world, '2/diff')).criteria.length, 2)
  const { grades } = app.database.tables
  const now = app.clock.now()
  const id = createId('grade', now.getTime())
  const place = { courseId, userId: sari.userId, kind: 'project' as const, itemId: projectId }
  const points = { earnedPoints: 1_200, maxPoints: 2_000 }
  await app.database.transaction((tx) =>
    tx.insert(grades).values({ id, ...place, ...points, version: 1, createdAt: now, updatedAt: now })
  )
  assert.equal((await diff(sari, world, '2/diff')).criteria, null)
  await app.database.transaction((tx) => tx.update(grades).set({ releasedAt: now }).where(eq(grades.id, id)))
  assert.equal((await diff(sari, world, '2/diff')).criteria.length, 2)
})

test('which threads were settled since the earlier attempt, and which are open still', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari } = world
  const [early, settled, open] = [
    await begin(mentor, world, 'Lama'),
    await begin(mentor, world, { deliverableId: 'dlv_2', line: 1, text: 'Perbaiki' }),
    await begin(mentor, world, 'Terbuka')
  ]
  app.clock.advance(1_000)
  await move(mentor, early, 'resolve')
  app.clock.advance(1_000)
  await handIn(world)
  app.clock.advance(1_000)
  await move(mentor, settled, 'resolve')
  const own = await begin(mentor, world, 'Baru')
  await move(mentor, own, 'resolve')
  await mentor.delete(`/api/comments/${open.comments[0].id}`)
  const shown = async (path: string) => {
    const { threads } = await diff(sari, world, path)
    const texts = (list: Record<string, unknown>[]) => list.map((each) => `${each.firstText} ${each.carriedTo}`)
    return { settled: texts(threads.settled), open: texts(threads.open) }
  }
  assert.deepEqual(await shown('2/diff'), { settled: ['Lama 1', 'Perbaiki 2'], open: [' 2'] })
  await handIn(world)
  assert.deepEqual(await shown('3/diff'), { settled: ['Perbaiki 2', 'Baru 2'], open: [' 3'] })
  const { threads } = await diff(sari, world, '3/diff')
  const { id, line, status, resolvedAt } = threads.settled[0]
  assert.deepEqual([id, line, status, resolvedAt !== null], [settled.id, 1, 'resolved', true])
})

test('two hostile texts in each of five deliverables hold nobody up for long', async (t) => {
  const ids = [1, 2, 3, 4, 5].map((n) => `dlv_${n}`)
  const world = await makeWorld(t, {
    deliverables: ids.map((id) => ({ id, title: id, description: '', kind: 'text', isRequired: false }))
  })
  const items = (of: (i: number) => number): HandedIn[] => {
    const text = Array.from({ length: 50_000 }, (_, i) => `${of(i)}\n`).join('')
    return ids.map((deliverableId) => ({ deliverableId, kind: 'text', text }))
  }
  await handIn(world, { items: items((i) => i % 2) })
  await handIn(world, { items: items((i) => (i >> 1) % 2) })
  let [longest, last] = [0, performance.now()]
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  const body = await diff(world.mentor, world, '3/diff')
  clearInterval(watch)
  assert.ok(longest < 2_000, `${longest} ms`)
  assert.deepEqual(
    body.deliverables.map(({ text }: { text: { isReplaced: boolean } }) => text.isReplaced),
    [true, true, true, true, true]
  )
  t.diagnostic(`the event loop was held for ${Math.round(longest)} ms`)
})
