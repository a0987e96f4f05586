import { dayMs } from '../lib/clock.js'
import {
  firstAttempts,
  firstCriteria,
  firstProject,
  firstReview,
  firstRubric,
  secondAttempt,
  secondCertificate,
  secondProject
} from './project-texts.js'
import type { Call } from './seed-demo.js'

export interface SeededProject {
  id: string
  deliverableIds: string[]
  checklistIds: string[]
  criteria: { id: string; levels: { id: string }[] }[]
}

/** The first course gets a project that is judged by a rubric, and gives certificates. */
export async function seedFirstProject(mentor: Call, courseId: string): Promise<SeededProject> {
  const { id: rubricId } = await mentor('POST', '/api/rubrics', { ...firstRubric, criteria: firstCriteria })
  await mentor('POST', `/api/rubrics/${rubricId}/publish`)
  const { published } = await mentor<{ published: { criteria: SeededProject['criteria'] } }>(
    'GET',
    `/api/rubrics/${rubricId}`
  )
  const dueAt = new Date(Date.now() + 14 * dayMs).toISOString()
  const project = await mentor<{ id: string; deliverables: { id: string }[]; checklist: { id: string }[] }>(
    'POST',
    `/api/courses/${courseId}/projects`,
    { ...firstProject, rubricId, dueAt }
  )
  await mentor('PATCH', `/api/projects/${project.id}`, { status: 'published' })
  await mentor('PUT', `/api/courses/${courseId}/certificate-settings`, {
    isEnabled: true,
    title: 'Dasar Pemrograman Web',
    description: 'Membuat dan menerbitkan halaman web yang rapi di layar ponsel.',
    validMonths: null
  })
  return {
    id: project.id,
    deliverableIds: project.deliverables.map(({ id }) => id),
    checklistIds: project.checklist.map(({ id }) => id),
    criteria: published.criteria
  }
}

/**
 * One learner was asked for changes and has handed in again, the other waits for a first look: the queue of the mentor has
 * two.
 */
export async function seedAttempts(
  { mentor, sari, joko }: Record<'mentor' | 'sari' | 'joko', Call>,
  { id, deliverableIds, checklistIds, criteria }: SeededProject
): Promise<void> {
  const [repository, report] = deliverableIds
  const handIn = (learner: Call, { url, commit, report: text }: (typeof firstAttempts)[keyof typeof firstAttempts]) =>
    learner('POST', `/api/projects/${id}/submissions`, {
      items: [
        { deliverableId: repository, kind: 'repository', url, commit },
        { deliverableId: report, kind: 'text', text }
      ],
      checklist: checklistIds
    })
  await handIn(sari, firstAttempts.sari)
  const request = await mentor('POST', '/api/reviews/next', {})
  await mentor('POST', `/api/reviews/${request.id}/decide`, {
    decision: 'request_changes',
    summary: firstReview.summary,
    scores: criteria.map((criterion, i) => ({
      criterionId: criterion.id,
      levelId: criterion.levels[firstReview.levels[i] ?? 0]?.id,
      comment: firstReview.comments[i]
    }))
  })
  await handIn(sari, firstAttempts.sariAgain)
  await handIn(joko, firstAttempts.joko)
}

/** Of a learner who has completed a course by its one project. Returns the serial of the certificate. */
export async function seedCertificate(
  { mentor, learner }: Record<'mentor' | 'learner', Call>,
  courseId: string
): Promise<string> {
  const settings = { ...secondCertificate, isEnabled: true }
  await mentor('PUT', `/api/courses/${courseId}/certificate-settings`, settings)
  const project = await mentor<{ id: string; deliverables: { id: string }[] }>(
    'POST',
    `/api/courses/${courseId}/projects`,
    secondProject
  )
  await mentor('PATCH', `/api/projects/${project.id}`, { status: 'published' })
  const deliverableId = project.deliverables[0]?.id
  await learner('POST', `/api/projects/${project.id}/submissions`, {
    items: [{ deliverableId, kind: 'text', text: secondAttempt }]
  })
  const request = await mentor('POST', '/api/reviews/next', {})
  await mentor('POST', `/api/reviews/${request.id}/decide`, { decision: 'accept', summary: 'Jujur dan jelas.' })
  const { data } = await learner<{ data: { serial: string }[] }>('GET', '/api/me/certificates')
  return data[0]?.serial ?? ''
}
