import type { FastifyInstance, InjectOptions } from 'fastify'
import { demoCourses } from './courses.js'
import { seedFirstCourse } from './seed-first-course.js'
import { seedAttempts, seedCertificate, seedFirstProject } from './seed-projects.js'

/** Everybody knows it: the demo is never made in production. */
export const demoPassword = 'naik-kelas-demo'

export const demoUsers = [
  { username: 'admin', role: undefined, fullName: 'Ratna Wulandari', title: 'administrator' },
  { username: 'mentor.budi', role: 'mentor', fullName: 'Budi Santoso', title: 'mentor of all courses' },
  { username: 'sari', role: 'learner', fullName: 'Sari Dewi', title: 'learner, enrolled in three courses' },
  { username: 'joko', role: 'learner', fullName: 'Joko Prasetyo', title: 'learner, enrolled in two courses' },
  { username: 'wayan', role: 'learner', fullName: 'Ni Wayan Lestari', title: 'learner, has a certificate' }
] as const

const enrolledIn: Record<string, readonly number[]> = { sari: [0, 1, 2], joko: [0, 3], wayan: [1] }

export interface DemoDeps {
  app: FastifyInstance
  createAdministrator: (admin: { username: string; password: string }) => Promise<void>
  origin: string
}

/** A request of somebody who is signed in. @throws when it is refused */
export type Call = <T = Answer>(method: NonNullable<InjectOptions['method']>, url: string, body?: object) => Promise<T>

interface Answer {
  id: string
  data: { id: string }[]
}

/** Fills an empty installation through its own API, as its people would. Returns the serial of a certificate. */
export async function seedDemo({ app, createAdministrator, origin }: DemoDeps): Promise<string> {
  const signedIn = signInWith(app, origin)
  const [administrator, ...others] = demoUsers
  await createAdministrator({ username: administrator.username, password: demoPassword })
  const admin = await signedIn(administrator.username)
  const organizations = await admin('GET', '/api/organizations')
  const organizationId = organizations.data[0]?.id
  await admin('PATCH', `/api/organizations/${organizationId}`, {
    name: 'SMK Nusantara Digital',
    description: 'Sekolah menengah kejuruan dengan program berbasis proyek.'
  })
  const { user } = await admin<{ user: { id: string } }>('GET', '/api/auth/me')
  await admin('PATCH', `/api/users/${user.id}`, { fullName: administrator.fullName })
  for (const { username, fullName, role } of others) {
    await admin('POST', '/api/users', { username, fullName, role, password: demoPassword, language: 'id' })
  }

  const mentor = await signedIn('mentor.budi')
  const courseIds: string[] = []
  for (const course of demoCourses) courseIds.push((await mentor('POST', '/api/courses', course)).id)
  for (const id of courseIds.slice(0, -1)) await mentor('POST', `/api/courses/${id}/publish`)
  const firstCourse = await seedFirstCourse(mentor, courseIds[0] ?? '')
  const firstProject = await seedFirstProject(mentor, courseIds[0] ?? '')

  const learners = new Map<string, Call>()
  for (const [username, indexes] of Object.entries(enrolledIn)) {
    const learner = await signedIn(username)
    for (const index of indexes) await learner('POST', `/api/courses/${courseIds[index]}/enrolments`)
    if (indexes.includes(0)) await learner('POST', `/api/cohorts/${firstCourse.cohortId}/members`)
    if (username === 'sari') {
      await learner('PUT', `/api/lessons/${firstCourse.firstLessonId}/progress`, { completed: true })
    }
    learners.set(username, learner)
  }
  const [sari, joko, wayan] = ['sari', 'joko', 'wayan'].map((username) => learners.get(username))
  if (!sari || !joko || !wayan) throw new Error('the demo has lost a learner')
  const serial = await seedCertificate({ mentor, learner: wayan }, courseIds[1] ?? '')
  await seedAttempts({ mentor, sari, joko }, firstProject)
  await admin('POST', '/api/notifications', {
    type: 'announcement',
    title: 'Selamat datang di Naik Kelas',
    message: 'Pilih kursus, kerjakan proyeknya, dan lihat kabar terbaru di lonceng ini.',
    link: '/app/courses',
    all: true
  })
  await mentor('POST', '/api/broadcasts', {
    title: 'Sesi tanya jawab hari Kamis',
    message: 'Kamis pukul 19.00 WIB kita bahas proyek pertama bersama. Bawa pertanyaanmu!',
    link: `/app/courses/${courseIds[0]}`,
    audience: { cohortId: firstCourse.cohortId }
  })
  for (const person of [...learners.values(), mentor, admin]) await person('POST', '/api/auth/logout')
  return serial
}

function signInWith(app: FastifyInstance, origin: string) {
  return async (username: string) => {
    const headers: Record<string, string> = { origin, 'sec-fetch-site': 'same-origin' }
    const call: Call = async (method, url, body) => {
      const response = await app.inject({ method, url, headers, ...(body && { payload: body }) })
      if (response.statusCode >= 400) throw new Error(`the demo could not be made: ${method} ${url}: ${response.body}`)
      const [cookie] = response.cookies
      if (cookie) headers.cookie = `${cookie.name}=${cookie.value}`
      return JSON.parse(response.body || 'null')
    }
    await call('POST', '/api/auth/login', { username, password: demoPassword })
    return call
  }
}
