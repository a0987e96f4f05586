import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { hourMs, minuteMs } from '../../src/lib/clock.js'
import { createCohort, enrol, join } from '../modules/cohorts/cohorts.js'
import { publishCourse } from '../modules/courses/courses.js'
import { parseMail } from '../modules/mails/parse.js'
import { startSmtp } from '../modules/mails/smtp.js'
import { choose, createReader, titlesOf } from '../modules/preferences/world.js'
import { decide } from '../modules/reviews/deciding.js'
import { createReceiver, verify } from '../modules/webhooks/receiver.js'
import { buildTestApp, type TestApp } from '../support/app.js'
import { type Client, ok } from '../support/client.js'
import { poll } from '../support/poll.js'
import { handedIn, insertProject, insertRubric } from '../support/project-rows.js'
import { nextFrame, openStream } from '../support/stream.js'

const accepted = 'Karyamu diterima'
const claimed = 'Karyamu sedang diulas'
const announced = { title: 'Libur besok', message: 'Tidak ada sesi besok pagi.' }

test('work moves, and everybody hears of it as they want to, once', async (t) => {
  const s = await school(t)
  const { app, sari, joko, wayan, budi, dewi, admin } = s
  const address = await app.listen()
  let position = ''

  await t.test('the mentor accepts; the learner hears nothing while it is quiet', async () => {
    await choose(sari, { quietHours: { from: timeAt(app, -hourMs), until: timeAt(app, 2 * hourMs) } })
    position = (await poll(t, address, sari, {})).body.position
    await ok(sari.post(`/api/projects/${s.projectId}/submissions`, { items: handedIn }))
    const { id } = await ok(budi.post('/api/reviews/next', {}))
    await decide(budi, id)
    assert.deepEqual(await titlesOf(sari), [])
    assert.deepEqual(s.mailsTo(sari), [])
  })

  await t.test('the organisation hears of it at once, signed by the secret that it was given', async () => {
    const heard = s.receiver.received.map((each) => verify(each, s.secret) as Heard)
    assert.deepEqual(
      heard.map(({ type, data }) => [type, data.organizationId, data.learnerId, data.actorId]),
      [['submission_accepted', app.organizationId, sari.userId, budi.userId]]
    )
    const [{ headers, body } = assert.fail()] = s.receiver.received
    const forged = { path: '', headers, body: body.replace('submission_accepted', 'submission_rejected') }
    assert.throws(() => verify(forged, s.secret), /signature/i)
  })

  await t.test('the facilitator writes to the cohort: each once, and nobody who muted the course', async () => {
    await ok(joko.put(`/api/me/muted-courses/${s.courseId}`))
    const audience = { cohortId: s.cohortId }
    const preview = await ok(dewi.post('/api/broadcasts/preview', { audience }))
    assert.equal(preview.recipients, 3, 'all of the cohort; who wants to hear is theirs to say')
    const { id } = await ok(dewi.post('/api/broadcasts', { ...announced, audience }))
    const { state, progress } = await ok(dewi.get(`/api/broadcasts/${id}`))
    assert.deepEqual([state, progress], ['done', { total: 3, served: 3 }])
    assert.deepEqual((await titlesOf(wayan)).filter(isAnnounced), [announced.title])
    assert.deepEqual(s.mailsTo(wayan).filter(isAnnounced), [announced.title])
    assert.deepEqual([await titlesOf(joko), s.mailsTo(joko)], [[], []])
    assert.deepEqual([await titlesOf(sari), s.mailsTo(sari)], [[], []], 'it is quiet still')
  })

  await t.test('when the quiet hours end, the learner is told in her language, by mail too', async () => {
    const stream = await openStream(t, address, sari, { lastEventId: position })
    app.clock.advance(2 * hourMs + minuteMs)
    await app.look()
    const titles = await titlesOf(sari)
    assert.deepEqual([titles.includes(accepted), titles.filter(isAnnounced)], [true, [announced.title]])
    const written = titles.filter((title) => title !== claimed)
    assert.deepEqual(s.mailsTo(sari).sort(), written.sort(), 'each in both channels, but what is never a mail at first')
    const { headers, parts } = s.mailTo(sari, accepted)
    assert.equal(headers.get('content-language'), 'id')
    assert.match(parts[0] ?? '', /^Halo sari,\n\nKaryamu untuk “Robot pengikut garis” diterima\.\n/)
    assert.match(parts[1] ?? '', /<html lang="id">.*Karyamu untuk “Robot pengikut garis” diterima\./s)

    const polled = await poll(t, address, sari, { after: position })
    const streamed = { id: position, titles: [] as string[] }
    while (streamed.titles.length < polled.titles.length) {
      const frame = await nextFrame(stream)
      streamed.titles.push(...frame.titles)
      streamed.id = frame.id
    }
    assert.deepEqual(streamed, { id: polled.body.position, titles: polled.titles }, 'a poll and a stream agree')
    assert.deepEqual([...polled.titles].sort(), [...titles].sort())
    const after = await poll(t, address, sari, { after: streamed.id })
    assert.deepEqual(after.titles, [], 'either goes on where the other stopped')
  })

  await t.test('a mail ends what it is of by one click, and nothing else', async () => {
    const link = s.mailTo(sari, announced.title).headers.get('list-unsubscribe')?.slice(1, -1) ?? ''
    const { pathname } = new URL(link)
    const clicked = await app.app.inject({
      ...{ method: 'POST', url: pathname, payload: 'List-Unsubscribe=One-Click' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' }
    })
    assert.equal(clicked.statusCode, 200)
    const before = s.mailsTo(sari).length
    await ok(dewi.post('/api/broadcasts', { ...announced, title: 'Masuk lagi', audience: { cohortId: s.cohortId } }))
    assert.equal(s.mailsTo(sari).length, before)
    assert.equal((await titlesOf(sari)).at(-1), 'Masuk lagi', 'it stays to be read')
    assert.equal(s.mailsTo(wayan).at(-1), 'Masuk lagi', 'others are written to')
    const { types } = await ok(sari.get('/api/me/notification-preferences'))
    const never = types.filter(({ mail }: { mail: string }) => mail === 'never').map(({ type }: Typed) => type)
    assert.deepEqual(never, ['announcement', ...s.silentAtFirst])
  })

  await t.test('the audit log tells who accepted, and that nobody has touched it', async () => {
    const { data } = await ok(admin.get('/api/audit-log?action=grade.&resourceType=grade'))
    assert.deepEqual(
      data.map(({ actor, organizationId }: Logged) => [actor.username, organizationId]),
      [['a.mentor', app.organizationId]]
    )
    assert.deepEqual([data[0].after.points, data[0].after.user], [1_850, sari.userId])
    const { faults } = await app.audit.verify()
    assert.deepEqual(faults, [])
    assert.equal((await wayan.get('/api/audit-log')).status, 403)
  })
})

type Heard = { type: string; data: Record<string, unknown> }
type Typed = { type: string }
type Logged = { actor: { username: string }; organizationId: string }

const isAnnounced = (title: string) => title === announced.title

/** A course with a project and a cohort of three, a mail server, and an organisation that listens for acceptances. */
async function school(t: TestContext) {
  const smtp = await startSmtp(t)
  const receiver = await createReceiver(t)
  const app = await buildTestApp(t, { env: { SMTP_URL: smtp.url, WEBHOOK_ALLOW_PRIVATE: 'true' } })
  const [budi, dewi, admin] = [await app.as('mentor'), await app.as('facilitator'), await app.as('org_admin')]
  const { id: courseId } = await publishCourse(budi, { title: 'Robotika' })
  const projectId = await insertProject(app, courseId, { rubricVersionId: await insertRubric(app) })
  const cohort = await createCohort(app, budi, courseId, { facilitatorId: dewi.userId })
  const learners: Client[] = []
  for (const name of names) {
    const learner = await createReader(app, name)
    await ok(learner.patch(`/api/users/${learner.userId}`, { language: 'id' }))
    // Of the beginning of a course they want to hear nothing: the story is of what comes then.
    await choose(learner, { types: unwanted.map((type) => ({ type, inApp: 'never', mail: 'never' })) })
    await enrol(budi, courseId, [learner])
    assert.equal((await join(budi, cohort.id, learner.userId)).status, 201)
    await choose(learner, {})
    learners.push(learner)
  }
  const [sari, joko, wayan] = learners as [Client, Client, Client]
  const { types } = await ok(sari.get('/api/me/notification-preferences'))
  const silentAtFirst: string[] = types
    .filter(({ mail }: { mail: string }) => mail === 'never')
    .map(({ type }: Typed) => type)
  const endpoint = { url: receiver.url, eventTypes: ['submission_accepted'] }
  const { secret } = await ok(admin.post(`/api/organizations/${app.organizationId}/webhooks`, endpoint))
  const received = ({ userId }: Client) => {
    const name = names[learners.findIndex((learner) => learner.userId === userId)]
    return smtp.received.filter(({ to }) => to === `${name}@example.sch.id`).map(({ text }) => parseMail(text))
  }
  const subjectOf = ({ headers }: ReturnType<typeof parseMail>) => headers.get('subject') ?? ''

  return {
    ...{ app, sari, joko, wayan, budi, dewi, admin, receiver, secret, silentAtFirst },
    ...{ courseId, projectId, cohortId: cohort.id as string },
    /** The subjects of what came to the learner's address, the first first. */
    mailsTo: (learner: Client) => received(learner).map(subjectOf),
    mailTo(learner: Client, subject: string) {
      const mail = received(learner).find((each) => subjectOf(each) === subject)
      return mail ?? assert.fail(`no mail “${subject}”`)
    }
  }
}

const names = ['sari', 'joko', 'wayan']
const unwanted = ['enrolment_created', 'cohort_member_added']

/** In Jakarta, so long from now. */
function timeAt({ clock }: TestApp, ms: number): string {
  return new Date(clock.now().getTime() + 7 * hourMs + ms).toISOString().slice(11, 16)
}
