import type { Web } from '../support/browser.js'
import { callAs } from './api.js'

/** A page to be seen, by whom, and where. */
export interface Visit {
  /** As in the table of the pages. */
  path: string
  /** Of the demo; a guest without. */
  as?: string
  to: string
}

type Ids = Record<'data', { id: string }[]>

/** Every page of the table with something on it: what the demo lacks for that is made. */
export async function prepareTour(web: Web): Promise<Visit[]> {
  const [admin, mentor, sari, joko, wayan] = await Promise.all(
    ['admin', 'mentor.budi', 'sari', 'joko', 'wayan'].map((username) => callAs(web, username))
  )
  if (!admin || !mentor || !sari || !joko || !wayan) throw new Error('the demo has lost somebody')
  const { id: courseId } = await mentor('GET', '/api/courses/dasar-pemrograman-web')
  const { modules } = await mentor<{ modules: { lessons: { id: string; hasQuiz: boolean }[] }[] }>(
    'GET',
    `/api/courses/${courseId}/outline`
  )
  const lessons = modules.flatMap(({ lessons }) => lessons)
  const lessonId = lessons[1]?.id ?? ''
  const quizLessonId = lessons.find(({ hasQuiz }) => hasQuiz)?.id ?? ''
  const firstOf = async (list: Promise<Ids>) => (await list).data[0]?.id ?? ''
  const cohortId = await firstOf(mentor('GET', `/api/courses/${courseId}/cohorts`))
  const projectId = await firstOf(mentor('GET', `/api/courses/${courseId}/projects`))
  const rubricId = await firstOf(mentor('GET', '/api/rubrics'))
  const reviewId = await firstOf(mentor('GET', '/api/reviews/queue'))
  const organizationId = await firstOf(admin('GET', '/api/organizations'))
  const sariId = await firstOf(admin('GET', '/api/users?q=sari'))

  await mentor('POST', `/api/cohorts/${cohortId}/checkpoints`, { week: 2, title: 'Sketsa halaman', dueOn: null })
  const invite = await mentor<{ token: string }>('POST', `/api/courses/${courseId}/invites`, { label: 'Kelas XI' })
  await sari('POST', `/api/lessons/${lessonId}/notes`, { text: 'Ingat: `lang="id"` di baris kedua.' })
  const quiz = await mentor('GET', `/api/lessons/${quizLessonId}/quiz`)
  const running = await sari('POST', `/api/quizzes/${quiz.id}/attempts`)
  const over = await joko('POST', `/api/quizzes/${quiz.id}/attempts`)
  await joko('POST', `/api/quiz-attempts/${over.id}/submit`, {})
  const submission = await sari('GET', `/api/projects/${projectId}/submission`)
  await mentor('POST', `/api/submissions/${submission.id}/threads`, { attemptNumber: 2, text: 'Di mana tabelnya?' })
  await mentor('POST', `/api/reviews/${reviewId}/claim`)
  const { data: certificates } = await wayan<{ data: { serial: string }[] }>('GET', '/api/me/certificates')
  const webhook = await admin('POST', `/api/organizations/${organizationId}/webhooks`, {
    url: 'https://sekolah.example/kabar',
    description: 'Papan pengumuman',
    eventTypes: ['course_published']
  })

  const course = `/app/courses/${courseId}`
  const teach = `/app/teach/courses/${courseId}`
  /** Pages that have no parameters. */
  const plain = (as: string | undefined, ...paths: string[]): Visit[] =>
    paths.map((path) => ({ path, to: path, ...(as && { as }) }))
  const visit = (as: string | undefined, path: string, to: string): Visit => ({ path, to, ...(as && { as }) })
  return [
    ...plain(undefined, '/app/', '/app/login', '/app/register', '/app/forgot-password', '/app/setup', '/app/check'),
    visit(undefined, '/app/reset-password', '/app/reset-password?token=abc'),
    visit(undefined, '/app/check/:serial', `/app/check/${certificates[0]?.serial}`),
    visit(undefined, '/app/invites/:token', `/app/invites/${invite.token}`),
    ...plain(undefined, '/app/courses'),
    visit(undefined, '/app/courses/:id', course),
    visit(undefined, '/app/search', '/app/search?q=peramban'),

    ...plain('sari', '/app/', '/app/profile', '/app/profile/sessions', '/app/profile/notifications'),
    ...plain('sari', '/app/notes', '/app/notifications', '/app/work', '/app/certificates'),
    visit('sari', '/app/search', '/app/search?q=peramban'),
    visit('sari', '/app/courses/:id', course),
    visit('sari', '/app/courses/:id/progress', `${course}/progress`),
    visit('sari', '/app/courses/:id/lessons/:lessonId', `${course}/lessons/${lessonId}`),
    visit('sari', '/app/courses/:id/grades', `${course}/grades`),
    visit('sari', '/app/cohorts/:id', `/app/cohorts/${cohortId}`),
    visit('sari', '/app/lessons/:id/quiz', `/app/lessons/${quizLessonId}/quiz`),
    visit('sari', '/app/quiz-attempts/:id', `/app/quiz-attempts/${running.id}`),
    visit('sari', '/app/projects/:id', `/app/projects/${projectId}`),
    visit('sari', '/app/submissions/:id', `/app/submissions/${submission.id}`),
    visit('joko', '/app/quiz-attempts/:id', `/app/quiz-attempts/${over.id}`),
    ...plain('wayan', '/app/certificates'),

    ...plain('mentor.budi', '/app/', '/app/reviews', '/app/teach', '/app/teach/rubrics'),
    ...plain('mentor.budi', '/app/teach/broadcasts', '/app/teach/broadcasts/new'),
    visit('mentor.budi', '/app/reviews/:id', `/app/reviews/${reviewId}`),
    visit('mentor.budi', '/app/teach/rubrics/:rubricId', `/app/teach/rubrics/${rubricId}`),
    visit('mentor.budi', '/app/teach/cohorts/:id', `/app/teach/cohorts/${cohortId}`),
    visit('mentor.budi', '/app/teach/courses/:id', teach),
    ...['people', 'settings', 'cohorts', 'questions', 'gradebook', 'statistics', 'projects', 'exceptions'].map((part) =>
      visit('mentor.budi', `/app/teach/courses/:id/${part}`, `${teach}/${part}`)
    ),
    visit('mentor.budi', '/app/teach/courses/:id/lessons/:lessonId', `${teach}/lessons/${lessonId}`),
    visit('mentor.budi', '/app/teach/courses/:id/lessons/:lessonId/quiz', `${teach}/lessons/${quizLessonId}/quiz`),
    visit('mentor.budi', '/app/teach/courses/:id/projects/:projectId', `${teach}/projects/${projectId}`),

    ...plain('admin', '/app/', '/app/admin', '/app/admin/users', '/app/admin/roles', '/app/admin/organizations'),
    ...plain('admin', '/app/admin/courses', '/app/admin/deliveries', '/app/admin/webhooks', '/app/admin/audit'),
    ...plain('admin', '/app/admin/health'),
    visit('admin', '/app/admin/organizations/:id', `/app/admin/organizations/${organizationId}`),
    visit('admin', '/app/users/:id', `/app/users/${sariId}`),
    visit('admin', '/app/webhooks/:id', `/app/webhooks/${webhook.id}`)
  ]
}
