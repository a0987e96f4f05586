import type { Call } from './api.js'

interface PreparedCourse {
  courseId: string
  lessonId: string
  quizLessonId: string
  projectId: string
}

/** A published course with everything in it, which gives certificates: two lessons, a quiz, a project by the rubric of the demo. */
export async function prepareCourse(mentor: Call, title: string): Promise<PreparedCourse> {
  const { id: courseId } = await mentor('POST', '/api/courses', {
    title,
    description: 'Dari mikrofon ponsel sampai siaran pertama.',
    visibility: 'public'
  })
  await mentor('PUT', `/api/courses/${courseId}/certificate-settings`, {
    isEnabled: true,
    title,
    description: 'Siaran yang enak didengar.',
    validMonths: null
  })
  const module = await mentor('POST', `/api/courses/${courseId}/modules`, { title: 'Minggu pertama' })
  const addLesson = async (title: string, content: string) => {
    const { id } = await mentor('POST', `/api/modules/${module.id}/lessons`, { title, content })
    await mentor('PATCH', `/api/lessons/${id}`, { status: 'published' })
    return id
  }
  const lessonId = await addLesson('Mendengar ruangan', '## Coba\n\nRekam **satu menit** diam.')
  const quizLessonId = await addLesson('Kuis: mikrofon', 'Dua soal pendek.')
  await mentor('PATCH', `/api/modules/${module.id}`, { status: 'published' })
  await addQuiz(mentor, courseId, quizLessonId)
  const { data: rubrics } = await mentor<{ data: { id: string }[] }>('GET', '/api/rubrics')
  const project = await mentor('POST', `/api/courses/${courseId}/projects`, {
    title: 'Siaran tiga menit',
    brief: 'Wawancarai **satu orang** di sekolahmu.',
    rubricId: rubrics[0]?.id,
    deliverables: [
      { title: 'Naskah', kind: 'text', isRequired: true },
      { title: 'Rekaman', kind: 'file', isRequired: true }
    ],
    maxAttempts: 3
  })
  await mentor('PATCH', `/api/projects/${project.id}`, { status: 'published' })
  await mentor('POST', `/api/courses/${courseId}/publish`)
  return { courseId, lessonId, quizLessonId, projectId: project.id }
}

async function addQuiz(mentor: Call, courseId: string, lessonId: string): Promise<void> {
  const choice = await mentor('POST', `/api/courses/${courseId}/questions`, {
    kind: 'single_choice',
    prompt: 'Di mana mikrofon ditaruh?',
    options: [
      { text: 'Dekat mulut', isCorrect: true },
      { text: 'Di saku', isCorrect: false }
    ]
  })
  const word = await mentor('POST', `/api/courses/${courseId}/questions`, {
    kind: 'short_text',
    prompt: 'Apa lawan bising?',
    acceptedAnswers: ['hening']
  })
  const quiz = await mentor('POST', `/api/lessons/${lessonId}/quiz`, { title: 'Mikrofon', passMark: 60 })
  const questions = [choice, word].map(({ id }) => ({ questionId: id, points: 10 }))
  await mentor('PUT', `/api/quizzes/${quiz.id}/questions`, { questions })
  await mentor('PATCH', `/api/quizzes/${quiz.id}`, { status: 'published' })
}
