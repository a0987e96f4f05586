import assert from 'node:assert/strict'
import type { AccessPart, World } from '../support/access-world.js'

export const cohortsAccess: AccessPart = {
  // `openCohort` is of a public course that none of the callers takes; `learner` is in `ownCohort`, which is closed and of
  // a course for the invited, and takes the course of `joinableCohort`, which is open, and for the invited as well.
  table: `
                                                               anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{published}/cohorts                         200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{internal}/cohorts                          404  200  200  200  200  200  200  200  200  404
GET    /api/courses/{draft}/cohorts                             404  404  404  200  404  200  200  200  200  404
POST   /api/courses/{published}/cohorts                         401  403  403  201  403  201  201  201  201  403 : cohort
POST   /api/courses/{draft}/cohorts                             401  404  404  201  404  201  201  201  201  404 : cohort
GET    /api/cohorts/{openCohort}                                200  200  200  200  200  200  200  200  200  200
GET    /api/cohorts/{joinableCohort}                            404  200  404  200  404  200  200  200  200  404
GET    /api/cohorts/{ownCohort}                                 404  200  404  200  404  200  200  200  200  404
PATCH  /api/cohorts/{openCohort}                                401  403  403  200  403  200  200  200  200  403 : cohortName
PATCH  /api/cohorts/{ownCohort}                                 401  403  404  200  404  200  200  200  200  404 : cohortName
POST   /api/cohorts/{openCohort}/start                          401  403  403  200  403  200  200  200  200  403
POST   /api/cohorts/{ownCohort}/start                           401  403  404  200  404  200  200  200  200  404
POST   /api/cohorts/{startedCohort}/complete                    401  403  403  200  403  200  200  200  200  403
POST   /api/cohorts/{openCohort}/complete                       401  403  403  409  403  409  409  409  409  403
DELETE /api/cohorts/{openCohort}                                401  403  403  204  403  204  204  204  204  403
DELETE /api/cohorts/{ownCohort}                                 401  403  404  409  404  409  409  409  409  404
GET    /api/cohorts/{openCohort}/members                        401  403  403  200  403  200  200  200  200  403
GET    /api/cohorts/{ownCohort}/members                         401  403  404  200  404  200  200  200  200  404
POST   /api/cohorts/{openCohort}/members                        401  403  403  403  403  403  403  403  403  403
POST   /api/cohorts/{joinableCohort}/members                    401  201  404  403  404  403  403  403  403  404
POST   /api/cohorts/{ownCohort}/members                         401  409  404  403  404  403  403  403  403  404
POST   /api/cohorts/{joinableCohort}/members                    401  403  404  201  404  201  201  201  201  404 : classmate
POST   /api/cohorts/{joinableCohort}/members                    401  403  404  422  404  422  422  422  422  404 : noClassmate
DELETE /api/cohorts/{ownCohort}/members/{learner}               401  204  404  204  404  204  204  204  204  404
GET    /api/me/cohorts                                          401  200  200  200  200  200  200  200  200  200
GET    /api/me/cohorts?as=facilitator                           401  200  200  200  200  200  200  200  200  200
GET    /api/cohorts/{openCohort}/checkpoints                    401  403  403  200  403  200  200  200  200  403
GET    /api/cohorts/{ownCohort}/checkpoints                     401  200  404  200  404  200  200  200  200  404
POST   /api/cohorts/{openCohort}/checkpoints                    401  403  403  201  403  201  201  201  201  403 : checkpoint
POST   /api/cohorts/{ownCohort}/checkpoints                     401  403  404  201  404  201  201  201  201  404 : checkpoint
GET    /api/checkpoints/{openCheckpoint}                        401  403  403  200  403  200  200  200  200  403
GET    /api/checkpoints/{ownCheckpoint}                         401  200  404  200  404  200  200  200  200  404
PATCH  /api/checkpoints/{openCheckpoint}                        401  403  403  200  403  200  200  200  200  403 : checkpointWeek
PATCH  /api/checkpoints/{ownCheckpoint}                         401  403  404  200  404  200  200  200  200  404 : checkpointWeek
DELETE /api/checkpoints/{openCheckpoint}                        401  403  403  204  403  204  204  204  204  403
DELETE /api/checkpoints/{ownCheckpoint}                         401  403  404  204  404  204  204  204  204  404
DELETE /api/checkpoints/{doneCheckpoint}                        401  403  404  409  404  409  409  409  409  404
PUT    /api/checkpoints/{openCheckpoint}/result                 401  403  403  403  403  403  403  403  403  403 : checkpointResult
PUT    /api/checkpoints/{ownCheckpoint}/result                  401  200  404  403  404  403  403  403  403  404 : checkpointResult
GET    /api/checkpoints/{openCheckpoint}/results                401  403  403  200  403  200  200  200  200  403
GET    /api/checkpoints/{ownCheckpoint}/results                 401  403  404  200  404  200  200  200  200  404
GET    /api/checkpoints/{doneCheckpoint}/results?status=missing 401  403  404  200  404  200  200  200  200  404
PUT    /api/checkpoints/{doneCheckpoint}/results/{learner}/review 401 403 404  200  404  200  200  200  200  404 : checkpointReview
PUT    /api/checkpoints/{ownCheckpoint}/results/{learner}/review  401 403 404  404  404  404  404  404  404  404 : checkpointReview
`,
  objects: (world) => {
    const { admin, learner, createCourse } = world
    const takenCourse = async () => {
      const id = await createCourse({ visibility: 'invite_only' })
      await post(world, `/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
      return id
    }
    const createCohort = async (courseId: string, fields: object = {}) =>
      post(world, `/api/courses/${courseId}/cohorts`, { ...cohort, ...fields })
    const createCheckpoint = (cohortId: string) => post(world, `/api/cohorts/${cohortId}/checkpoints`, checkpoint)
    const openCohort = async () => createCohort(await createCourse({}))
    const ownCohort = async () => {
      const id = await createCohort(await takenCourse(), { isOpen: false })
      const { status } = await admin.post(`/api/cohorts/${id}/members`, { userId: learner.userId })
      assert.equal(status, 201)
      return id
    }
    const ownCheckpoint = async () => createCheckpoint(await ownCohort())
    let joinableCourse: Promise<string> | undefined
    const requireJoinable = () => {
      joinableCourse ??= takenCourse()
      return joinableCourse
    }
    return {
      openCohort,
      ownCohort,
      joinableCohort: async () => createCohort(await requireJoinable()),
      startedCohort: async () => {
        const id = await openCohort()
        assert.equal((await admin.post(`/api/cohorts/${id}/start`)).status, 200)
        return id
      },
      openCheckpoint: async () => createCheckpoint(await openCohort()),
      ownCheckpoint,
      doneCheckpoint: async () => {
        const id = await ownCheckpoint()
        assert.equal((await learner.put(`/api/checkpoints/${id}/result`, { note: 'Ini.' })).status, 200)
        return id
      },
      /** Somebody else who takes the course of `joinableCohort`. */
      classmate: async () => {
        const id = await world.createUser(world.home)
        await post(world, `/api/courses/${await requireJoinable()}/enrolments`, { userIds: [id] })
        return id
      }
    }
  },
  bodies: (_, { classmate, someone }) => ({
    cohort: async () => cohort,
    cohortName: async () => ({ name: 'Angkatan 2' }),
    classmate: async () => ({ userId: await classmate?.() }),
    noClassmate: async () => ({ userId: await someone() }),
    checkpoint: async () => checkpoint,
    checkpointWeek: async () => ({ week: 2 }),
    checkpointResult: async () => ({ note: 'Ini.' }),
    checkpointReview: async () => ({ decision: 'approve', feedback: '' })
  })
}

const cohort = { name: 'Angkatan 1', startsOn: '2126-11-23', endsOn: '2127-01-17' }
const checkpoint = { week: 1, title: 'Rancangan' }

/** Makes it as the administrator; returns its id. */
async function post({ admin }: World, url: string, body: object): Promise<string> {
  const answer = await admin.post(url, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id
}
