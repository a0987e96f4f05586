import assert from 'node:assert/strict'
import test from 'node:test'
import { insertAttempt } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { addReviewer, begin, codeOf, handIn, insertReview, makeWorld, say, told, toldSince } from './feedback.js'

test('a comment is changed by who has written it, and that shows', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari } = world
  const thread = await begin(mentor, world, 'Satu')
  const made = await sari.post(`/api/threads/${thread.id}/comments`, { text: 'Sudah' })
  const url = `/api/comments/${made.body.id}`
  assert.deepEqual([made.status, made.headers.location, made.headers.etag], [201, url, '"v1"'])
  app.clock.advance(60_000)
  const changed = await sari.patch(url, { text: 'Sudah `beres`' }, { 'if-match': '"v1"' })
  assert.deepEqual([changed.status, changed.headers.etag], [200, '"v2"'], changed.text)
  assert.equal(changed.body.html, '<p>Sudah <code>beres</code></p>\n')
  assert.ok(changed.body.editedAt > changed.body.createdAt)
  assert.deepEqual((await mentor.get(`/api/threads/${thread.id}`)).body.comments[1], changed.body)
  assert.equal((await sari.patch(url, { text: 'Lama' }, { 'if-match': '"v1"' })).status, 412)
  for (const same of [{}, { text: 'Sudah `beres`' }]) assert.equal((await sari.patch(url, same)).headers.etag, '"v2"')
  assert.equal((await mentor.patch(url, { text: 'Belum' })).status, 403)
  assert.equal((await (await app.as('admin')).patch(url, { text: 'Belum' })).status, 403)
  assert.deepEqual(codeOf(await sari.patch(url, { text: '[x](data:1)' })), [422, 'UNSAFE_LINK'])
})

test('of a deleted comment nothing stays but that there was one', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari } = world
  const guru = await addReviewer(world, 'pak.guru')
  const thread = await begin(sari, world, 'Satu')
  const [first] = thread.comments
  const second = await say(guru, thread, 'Dua')
  assert.equal((await sari.delete(`/api/comments/${second.id}`)).status, 403)
  assert.equal(
    (await guru.delete(`/api/comments/${first.id}`)).status,
    403,
    'a reviewer who does not manage the course'
  )
  assert.equal((await sari.delete(`/api/comments/${first.id}`, { 'if-match': '"v9"' })).status, 412)
  assert.equal((await sari.delete(`/api/comments/${first.id}`, { 'if-match': '"v1"' })).status, 204)
  assert.equal((await mentor.delete(`/api/comments/${second.id}`)).status, 204, 'who manages the course deletes any')
  assert.equal((await mentor.delete(`/api/comments/${second.id}`)).status, 204, 'again')
  const { comments } = (await sari.get(`/api/threads/${thread.id}`)).body
  for (const { text, html, deletedAt, version } of comments) {
    assert.deepEqual([text, html, deletedAt !== null, version], ['', '', true, 2])
  }
  assert.equal(comments[0].author.username, 'sari.dewi')
  assert.deepEqual(codeOf(await sari.patch(`/api/comments/${first.id}`, { text: 'x' })), [409, 'COMMENT_DELETED'])
  const { comments: table } = app.database.tables
  const rows = await app.database.read.select({ text: table.text }).from(table)
  assert.deepEqual(rows, [{ text: '' }, { text: '' }])
})

test('the learner and the reviewers who have taken part are told of a comment, each once', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari, projectId } = world
  const [guru, diam] = [await addReviewer(world, 'pak.guru'), await addReviewer(world, 'pak.diam')]
  const all = [mentor, sari, guru, diam]
  const everybody = async () => Promise.all(all.map(async (client) => (await toldSince(client)).join()))
  const thread = await begin(sari, world, 'Ada yang kurang?')
  assert.deepEqual(await everybody(), ['', '', '', ''], 'nobody has taken part yet')
  await begin(guru, world, 'Bagus.')
  assert.deepEqual(await told(sari), ['comment_created: pak.guru commented on “Robot pengikut garis”.'])
  const { body } = await sari.get('/api/notifications')
  assert.equal(body.data[0].link, `/app/submissions/${world.submissionId}`)
  assert.deepEqual(await everybody(), ['', 'comment_created', '', ''])
  await say(sari, thread, 'Terima kasih.')
  assert.deepEqual(await everybody(), ['', '', 'comment_created', ''], 'who has commented, in whatever thread')

  const second = await handIn(world)
  await insertReview(world, second, { reviewerId: mentor.userId, points: {} })
  await insertAttempt(
    app,
    { projectId, userId: sari.userId },
    {
      request: {
        status: 'claimed',
        claimedBy: diam.userId,
        claimedAt: app.clock.now(),
        claimExpiresAt: app.clock.now()
      }
    }
  )
  await say(guru, thread, 'Silakan.')
  assert.deepEqual(
    await everybody(),
    ['comment_created', 'comment_created', '', 'comment_created'],
    'who has decided, and who holds it'
  )
  const { courseReviewers } = app.database.tables
  await app.database.transaction((tx) => tx.delete(courseReviewers))
  await say(sari, thread, 'Masih di sini?')
  assert.deepEqual(await everybody(), ['comment_created', '', '', ''], 'who reviews no more is not told any more')
})

test('whom a comment names is told that, and not of the comment besides', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari } = world
  const guru = await addReviewer(world, 'Pak_Guru-1')
  const facilitator = await app.as('facilitator')
  const joko = await app.signInAs({ username: 'joko' })
  await setEnrolment(app, { courseId: world.courseId, userId: joko.userId })
  const elsewhere = await app.signInAs({ username: 'lain', role: 'mentor' })
  const made = await begin(
    mentor,
    world,
    '@sari.dewi, @PAK_GURU-1 dan (@a.facilitator): lihat. @sari.dewi @joko @lain @tidak.ada @a.mentor'
  )
  for (const client of [sari, guru, facilitator]) {
    assert.deepEqual(await told(client), [
      'comment_mention: a.mentor mentioned you in a comment about “Robot pengikut garis”.'
    ])
  }
  for (const client of [joko, elsewhere, mentor]) assert.deepEqual(await told(client), [])
  assert.doesNotMatch(made.comments[0].html, /href|usr_/, 'nothing tells who there is')

  await toldSince(sari)
  await say(mentor, made, 'Lihat e-mail a@sari.dewi, `@sari.dewi`, https://git.example/@sari.dewi\n\n    @sari.dewi\n')
  assert.deepEqual(await toldSince(sari), ['comment_created'], 'no mention in code, addresses and links')
})

test('an edit tells those whom it names now and did not before', async (t) => {
  const world = await makeWorld(t)
  const { mentor, sari } = world
  const guru = await addReviewer(world, 'guru')
  const { comments } = await begin(mentor, world, 'Halo @sari.dewi.')
  const url = `/api/comments/${comments[0].id}`
  assert.deepEqual(await toldSince(sari), ['comment_mention'])
  await mentor.patch(url, { text: 'Halo @sari.dewi, @guru dan @a.mentor!' })
  assert.deepEqual([await toldSince(sari), await toldSince(guru), await told(mentor)], [[], ['comment_mention'], []])
  await mentor.patch(url, { text: 'Halo @sari.dewi, @guru, @tidak.ada' })
  await mentor.patch(url, { text: 'Halo' })
  assert.deepEqual([await told(sari), await told(guru)], [[], []])
})
