import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { dayMs, hourMs } from '../../../src/lib/clock.js'
import { AppError } from '../../../src/lib/errors.js'
import { createId } from '../../../src/lib/ids.js'
import type { Permission } from '../../../src/lib/permissions.js'
import { createLessonAccess } from '../../../src/modules/content/lesson-access.service.js'
import type { Viewer } from '../../../src/modules/courses/index.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { createOrganization, publishCourse } from '../courses/courses.js'
import { changeLesson, completeLesson, insertCohort, insertContent, setEnrolment } from './content.js'

const accessIn = ({ database, clock, courses }: TestApp) => createLessonAccess({ database, clock, courses })

async function viewerOf({ database: { read, tables } }: TestApp, userId: string): Promise<Viewer> {
  const { roleAssignments, roles } = tables
  const rows = await read
    .select({ role: roles.key, organizationId: roleAssignments.organizationId, permissions: roles.permissions })
    .from(roleAssignments)
    .innerJoin(roles, eq(roles.id, roleAssignments.roleId))
    .where(eq(roleAssignments.userId, userId))
  return { userId, grants: rows.map((row) => ({ ...row, permissions: new Set(row.permissions as Permission[]) })) }
}

/** What the promise was refused with, or `yes`. */
async function answerOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'yes'
  } catch (error) {
    assert.ok(error instanceof AppError, String(error))
    const details = Object.values(error.details ?? {}).flat()
    return [error.statusCode, error.code, ...details].join(' ')
  }
}

const noCohort = '409 LESSON_LOCKED no_cohort'
const nobodyIn = '403 NOT_ENROLLED'
const stranger = '401 UNAUTHENTICATED'
const notThere = '404 NOT_FOUND'

/** The lessons of a course: open, free, in a free module, locked, and a draft. */
const lessons = ['Buka', 'Contoh', 'Halo', 'Nanti', 'Naskah'] as const
type Answers = Record<(typeof lessons)[number], string>
const answers = (Buka: string, Contoh: string, Halo: string, Nanti: string, Naskah: string): Answers => ({
  Buka,
  Contoh,
  Halo,
  Nanti,
  Naskah
})

async function prepare(app: TestApp) {
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor)
  const ids = await insertContent(app, courseId, [
    { isFree: true, lessons: [{ title: 'Halo', releaseKind: 'cohort_week', releaseNumber: 9 }] },
    {
      lessons: [
        { title: 'Buka' },
        { title: 'Contoh', isFree: true },
        { title: 'Naskah', status: 'draft', isFree: true }
      ]
    },
    { title: 'Minggu 3', releaseKind: 'cohort_week', releaseNumber: 3, lessons: [{ title: 'Nanti' }] }
  ])
  const create = async (username: string, role?: 'facilitator') =>
    (await app.createUser({ username, ...(role && { role }) })).id
  const enrol = async (username: string, fields: Partial<Parameters<typeof setEnrolment>[1]> = {}) => {
    const userId = await create(username)
    await setEnrolment(app, { courseId, userId, ...fields })
    return userId
  }
  return { mentor, courseId, ids, create, enrol }
}

test('who reads and who learns which lesson follows from how they stand to the course', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, ids, create, enrol } = await prepare(app)
  const access = accessIn(app)
  const away = await createOrganization(app, 'Elsewhere')
  const ago = new Date(app.clock.now().getTime() - hourMs)
  const enrolledStaff = await create('pak.bayu', 'facilitator')
  await setEnrolment(app, { courseId, userId: enrolledStaff })
  const foreign = await app.createUser({ username: 'asing', role: 'org_admin', organizationId: away })

  const none = answers(nobodyIn, nobodyIn, nobodyIn, nobodyIn, notThere)
  const visitor = answers(nobodyIn, 'yes', 'yes', nobodyIn, notThere)
  const learner = answers('yes', 'yes', 'yes', noCohort, notThere)
  const cases: [name: string, userId: string | null, reads: Answers, learns: Answers | null][] = [
    ['nobody', null, answers(stranger, 'yes', 'yes', stranger, notThere), null],
    ['a visitor', await create('tamu'), visitor, none],
    ['somebody elsewhere', foreign.id, visitor, none],
    ['who waits for a place', await enrol('antre', { status: 'pending' }), visitor, none],
    ['who left', await enrol('pergi', { status: 'cancelled' }), visitor, none],
    ['whose time was over', await enrol('lewat', { status: 'expired' }), visitor, none],
    ['whose time is over, noted or not', await enrol('habis', { expiresAt: ago }), visitor, none],
    ['a learner', await enrol('sari'), learner, learner],
    ['who completed the course', await enrol('lulus', { status: 'completed', expiresAt: ago }), learner, learner],
    ['a facilitator', await create('bu.rini', 'facilitator'), answers('yes', 'yes', 'yes', 'yes', notThere), none],
    ['a facilitator who learns', enrolledStaff, answers('yes', 'yes', 'yes', 'yes', notThere), learner],
    ['the mentor', mentor.userId, answers('yes', 'yes', 'yes', 'yes', 'yes'), { ...none, Naskah: nobodyIn }]
  ]
  for (const [name, userId, reads, learns] of cases) {
    const viewer = userId === null ? null : await viewerOf(app, userId)
    for (const title of lessons) {
      const id = ids[title] as string
      assert.equal(await answerOf(access.requireReadable(viewer, id)), reads[title], `${name} reads ${title}`)
      if (viewer && learns) {
        assert.equal(await answerOf(access.requireLearnable(viewer, id)), learns[title], `${name} learns ${title}`)
      }
    }
    const readable = await access.readableLessons(viewer, [...Object.values(ids), 'les_0'])
    const expected = lessons.filter((title) => reads[title] === 'yes').map((title) => ids[title] as string)
    assert.deepEqual([...readable].sort(), expected.sort(), name)
  }
})

test('who manages a lesson is told where it is; others see it or do not', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, ids, enrol } = await prepare(app)
  const access = accessIn(app)
  const manager = await viewerOf(app, mentor.userId)
  const learner = await viewerOf(app, await enrol('sari'))
  const { title, isRequired, organizationId, ...place } = await access.requireManaged(manager, ids.Naskah as string)
  assert.deepEqual(place, { id: ids.Naskah, courseId, moduleId: ids['Module 2'] })
  assert.deepEqual([title, isRequired, organizationId], ['Naskah', true, app.organizationId])
  assert.equal(await answerOf(access.requireManaged(learner, ids.Buka as string)), '403 FORBIDDEN')
  assert.equal(await answerOf(access.requireManaged(learner, ids.Naskah as string)), notThere)
  assert.equal(await answerOf(access.requireManaged(manager, 'les_0')), notThere)

  await setEnrolment(app, { courseId, userId: mentor.userId })
  assert.equal(await answerOf(access.requireLearnable(manager, ids.Naskah as string)), '409 LESSON_NOT_PUBLISHED')
})

test('a lock says when it opens, and what a learner has done opens it', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, ids, create } = await prepare(app)
  const access = accessIn(app)
  const userId = await create('sari')
  const viewer = await viewerOf(app, userId)
  const enrolmentId = await setEnrolment(app, { courseId, userId })
  await insertCohort(app, { courseId, startsOn: '2099-01-05', enrolmentIds: [enrolmentId] })
  const [later, first] = [ids.Nanti as string, ids.Buka as string]
  assert.equal(
    await answerOf(access.requireReadable(viewer, later)),
    '409 LESSON_LOCKED cohort_week 2099-01-18T17:00:00.000Z'
  )
  const afterFirst = { releaseKind: 'after_lesson', releaseLessonId: first } as const
  await changeLesson(app, { id: ids.Contoh as string, courseId, changes: { ...afterFirst, isFree: false } })
  const example = () => answerOf(access.requireLearnable(viewer, ids.Contoh as string))
  assert.equal(await example(), `409 LESSON_LOCKED after_lesson ${first}`)
  await completeLesson(app, { userId, courseId, lessonId: first })
  assert.equal(await example(), 'yes')
  await completeLesson(app, { userId, courseId, lessonId: later })
  assert.equal(await answerOf(access.requireLearnable(viewer, later)), 'yes', 'what was completed stays open')

  const other = await viewerOf(app, await create('budi'))
  await setEnrolment(app, { courseId, userId: other.userId })
  const theirs = () => answerOf(access.requireReadable(other, ids.Contoh as string))
  assert.equal(await theirs(), `409 LESSON_LOCKED after_lesson ${first}`)
  await changeLesson(app, { id: first, courseId, changes: { status: 'archived' } })
  assert.equal(await theirs(), 'yes', 'a lesson that was withdrawn holds nobody back')
})

test('the clock ends access, before anything was noted', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, ids, create } = await prepare(app)
  const userId = await create('sari')
  const viewer = await viewerOf(app, userId)
  await setEnrolment(app, { courseId, userId, expiresAt: new Date(app.clock.now().getTime() + dayMs) })
  const learns = () => answerOf(accessIn(app).requireLearnable(viewer, ids.Buka as string))
  assert.equal(await learns(), 'yes')
  app.clock.advance(dayMs)
  assert.equal(await learns(), nobodyIn)
})

test('many lessons of many courses are asked for at once', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id: userId } = await app.createUser({ username: 'sari' })
  const all: string[] = []
  const expected: string[] = []
  for (let i = 0; i < 3; i++) {
    const { id: courseId } = await publishCourse(mentor)
    const content = Array.from({ length: 100 }, (_, n) => ({ title: `${i} ${n}` }))
    const ids = await insertContent(app, courseId, [{ title: 'Satu', lessons: content }])
    const { Satu: _, ...ofCourse } = ids
    all.push(...Object.values(ofCourse))
    if (i === 1) continue
    await setEnrolment(app, { courseId, userId })
    expected.push(...Object.values(ofCourse))
  }
  const readable = await accessIn(app).readableLessons(await viewerOf(app, userId), all)
  assert.deepEqual([...readable].sort(), expected.sort())
})

test('a file is read by the staff of its course, and with a lesson that shows it', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, ids, create, enrol } = await prepare(app)
  const { files, lessonFiles } = app.database.tables
  const now = app.clock.now()
  const insertFile = async (shownIn: string | null, library: string | null = courseId) => {
    const id = createId('file')
    await app.database.transaction(async (tx) => {
      const bytes = { name: 'gambar.png', contentType: 'image/png', size: 1, sha256: '0'.repeat(64) }
      await tx.insert(files).values({
        id,
        organizationId: app.organizationId,
        courseId: library,
        uploadedBy: mentor.userId,
        ...bytes,
        attachedAt: now,
        createdAt: now
      })
      if (shownIn) await tx.insert(lessonFiles).values({ lessonId: ids[shownIn] as string, fileId: id })
    })
    return id
  }
  const viewers = {
    nobody: null,
    visitor: await viewerOf(app, await create('tamu')),
    learner: await viewerOf(app, await enrol('sari')),
    facilitator: await viewerOf(app, await create('bu.rini', 'facilitator')),
    mentor: await viewerOf(app, mentor.userId)
  }
  const staff = ['facilitator', 'mentor']
  const cases: [name: string, fileId: string, readers: string[]][] = [
    ['in an open lesson', await insertFile('Buka'), ['learner', ...staff]],
    ['in a free lesson', await insertFile('Contoh'), Object.keys(viewers)],
    ['in a locked lesson', await insertFile('Nanti'), staff],
    ['in a draft', await insertFile('Naskah'), staff],
    ['in the library alone', await insertFile(null), staff],
    ['nowhere', await insertFile(null, null), []],
    ['not there', 'file_0', []]
  ]
  for (const [name, fileId, readers] of cases) {
    const found: string[] = []
    for (const [who, viewer] of Object.entries(viewers)) {
      if (await accessIn(app).mayReadFile(viewer, fileId)) found.push(who)
    }
    assert.deepEqual(found, readers.length === 0 ? [] : Object.keys(viewers).filter((v) => readers.includes(v)), name)
  }
})
