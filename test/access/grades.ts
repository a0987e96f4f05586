import assert from 'node:assert/strict'
import { gradesOver } from '../modules/grades/world.js'
import type { AccessPart, World } from '../support/access-world.js'
import { insertProject } from '../support/project-rows.js'

/** A course that `learner` takes, and where nobody else is enrolled, with a project that they have a grade for. */
function makerOf({ app, mentor, learner, createCourse }: World) {
  async function course({ isSeenByOthers = true } = {}): Promise<string> {
    const id = await createCourse(isSeenByOthers ? {} : { visibility: 'invite_only' })
    const { status, text } = await mentor.post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
    assert.equal(status, 201, text)
    return id
  }

  async function grade({ isReleased = true } = {}) {
    const courseId = await course()
    if (!isReleased) {
      const settings = { mode: 'points', passMark: 70, release: 'by_hand' }
      assert.equal((await mentor.put(`/api/courses/${courseId}/gradebook/settings`, settings)).status, 200)
    }
    const itemId = await insertProject(app, courseId)
    const place = { courseId, userId: learner.userId, kind: 'project', itemId } as const
    const earned = {
      points: 8_000,
      maxPoints: 10_000,
      source: 'review',
      reason: 'Baik',
      actorId: mentor.userId
    } as const
    const { id } = await app.database.transaction((...tx) => gradesOver(app).record(...tx, { ...place, ...earned }))
    return { id, courseId, itemId }
  }

  return { course, grade }
}

export const gradesAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{gradedCourse}/gradebook/settings  401  200  403  200  403  200  200  200  200  403
GET    /api/courses/{hiddenCourse}/gradebook/settings  401  200  404  200  404  200  200  200  200  404
PUT    /api/courses/{gradedCourse}/gradebook/settings  401  403  403  200  403  403  200  200  200  403 : gradebook
PUT    /api/courses/{hiddenCourse}/gradebook/settings  401  403  404  200  404  404  200  200  200  404 : gradebook
PUT    /api/courses/{gradedCourse}/gradebook/items     401  403  403  200  403  403  200  200  200  403 : gradeItems
GET    /api/courses/{gradedCourse}/gradebook           401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{hiddenCourse}/gradebook           401  403  404  200  404  200  200  200  200  404
GET    /api/courses/{draft}/gradebook                  401  404  404  200  404  200  200  200  200  404
GET    /api/courses/{gradedCourse}/gradebook/me        401  200  403  403  403  403  403  403  403  403
GET    /api/courses/{hiddenCourse}/gradebook/me        401  200  404  403  404  404  403  403  403  404
PUT    /api/courses/{gradedCourse}/gradebook/grades    401  403  403  200  403  403  200  200  200  403 : handGrade
PUT    /api/courses/{hiddenCourse}/gradebook/grades    401  403  404  422  404  404  422  422  422  404 : elsewhereGrade
POST   /api/courses/{gradedCourse}/gradebook/release   401  403  403  200  403  403  200  200  200  403 : gradeRelease
GET    /api/grades/{releasedGrade}                     401  200  404  200  404  200  200  200  200  404
GET    /api/grades/{heldGrade}                         401  404  404  200  404  200  200  200  200  404
`,
  objects: (world) => {
    const make = makerOf(world)
    let project = ''
    return {
      gradedCourse: async () => {
        const { courseId, itemId } = await make.grade()
        project = itemId
        return courseId
      },
      hiddenCourse: () => make.course({ isSeenByOthers: false }),
      projectOfCourse: async () => project,
      releasedGrade: async () => (await make.grade()).id,
      heldGrade: async () => (await make.grade({ isReleased: false })).id
    }
  },
  bodies: ({ learner }, { projectOfCourse }) => {
    const place = async () => ({ kind: 'project', itemId: await projectOfCourse?.() })
    const given = { userId: learner.userId, points: 90, reason: 'Dilihat lagi' }
    return {
      gradebook: async () => ({ mode: 'weights', passMark: 75, release: 'at_once' }),
      gradeItems: async () => ({ items: [{ ...(await place()), weight: 2, isCounted: true }] }),
      handGrade: async () => ({ ...given, ...(await place()) }),
      elsewhereGrade: async () => ({ ...given, kind: 'project', itemId: 'prj_01jd3w8q2k0000abcdefghjkmn' }),
      gradeRelease: place
    }
  }
}
