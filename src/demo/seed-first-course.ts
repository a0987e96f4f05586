import { addDays, dateIn } from '../lib/calendar.js'
import { firstCourseModules, firstQuiz } from './first-course.js'
import type { Call } from './seed-demo.js'

const timeZone = 'Asia/Jakarta'

/** Its modules open with the weeks of a cohort that began last week: two of them are open, the third says when it will be. */
export async function seedFirstCourse(
  mentor: Call,
  courseId: string
): Promise<{ cohortId: string; firstLessonId: string }> {
  const lessonIds = new Map<string, string>()
  for (const [i, { lessons, ...fields }] of firstCourseModules.entries()) {
    const release = { kind: 'cohort_week', week: i + 1 }
    const module = await mentor('POST', `/api/courses/${courseId}/modules`, { ...fields, release })
    for (const lesson of lessons) {
      const { id } = await mentor('POST', `/api/modules/${module.id}/lessons`, lesson)
      lessonIds.set(lesson.title, id)
      await mentor('PATCH', `/api/lessons/${id}`, { status: 'published' })
    }
    await mentor('PATCH', `/api/modules/${module.id}`, { status: 'published' })
  }
  await seedQuiz(mentor, { courseId, lessonId: lessonIds.get(firstQuiz.lesson) ?? '' })
  const startsOn = addDays(mondayOf(dateIn(timeZone, new Date())), -7)
  const cohort = await mentor('POST', `/api/courses/${courseId}/cohorts`, {
    name: 'Angkatan November',
    startsOn,
    endsOn: addDays(startsOn, 8 * 7 - 1),
    timeZone,
    capacity: 30
  })
  return { cohortId: cohort.id, firstLessonId: [...lessonIds.values()][0] ?? '' }
}

async function seedQuiz(mentor: Call, { courseId, lessonId }: { courseId: string; lessonId: string }): Promise<void> {
  const questions: { questionId: string; points: number }[] = []
  for (const question of firstQuiz.questions) {
    const { id } = await mentor('POST', `/api/courses/${courseId}/questions`, question)
    questions.push({ questionId: id, points: 10 })
  }
  const { id } = await mentor('POST', `/api/lessons/${lessonId}/quiz`, firstQuiz.quiz)
  await mentor('PUT', `/api/quizzes/${id}/questions`, { questions })
  await mentor('PATCH', `/api/quizzes/${id}`, { status: 'published' })
}

/** Of the week that the day is in. */
function mondayOf(date: string): string {
  const daysSinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(date, -daysSinceMonday)
}
