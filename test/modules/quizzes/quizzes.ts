import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { insertContent, setEnrolment } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'

export interface QuizWorld {
  app: TestApp
  mentor: Client
  learner: Client
  courseId: string
  lessonId: string
}

export const codeOf = ({ status, body }: Answer) => [status, body?.code]

/** A published course with one lesson, its mentor, and a learner who takes it. */
export async function makeWorld(t: TestContext): Promise<QuizWorld> {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id: courseId } = await publishCourse(mentor, { title: 'Elektronika' })
  const ids = await insertContent(app, courseId, [{ lessons: [{ title: 'Hambatan' }] }])
  await setEnrolment(app, { courseId, userId: learner.userId })
  return { app, mentor, learner, courseId, lessonId: ids.Hambatan ?? '' }
}

/** Another lesson of the course. */
export async function addLesson({ app, courseId }: QuizWorld, title: string): Promise<string> {
  return (await insertContent(app, courseId, [{ title: `Modul ${title}`, lessons: [{ title }] }]))[title] ?? ''
}

export async function enrolNew({ app, courseId }: QuizWorld, username: string): Promise<Client> {
  const client = await app.signInAs({ username })
  await setEnrolment(app, { courseId, userId: client.userId })
  return client
}

export const forms = {
  single: {
    kind: 'single_choice',
    prompt: 'Apa satuan hambatan?',
    explanation: 'KUNCI-SATU: ohm.',
    options: [
      { text: 'Volt', isCorrect: false },
      { text: 'Ohm', isCorrect: true },
      { text: 'Ampere', isCorrect: false }
    ]
  },
  multiple: {
    kind: 'multiple_choice',
    prompt: 'Mana yang logam?',
    explanation: 'KUNCI-DUA.',
    options: [
      { text: 'Besi', isCorrect: true },
      { text: 'Tembaga', isCorrect: true },
      { text: 'Kayu', isCorrect: false },
      { text: 'Kaca', isCorrect: false }
    ]
  },
  text: {
    kind: 'short_text',
    prompt: 'Alat ukur arus?',
    explanation: 'KUNCI-TIGA.',
    acceptedAnswers: ['Amperemeter', 'Ampere meter']
  },
  numeric: { kind: 'numeric', prompt: 'Berapa ohm?', explanation: 'KUNCI-EMPAT.', value: 4.7, tolerance: 0.1 },
  ordering: {
    kind: 'ordering',
    prompt: 'Urutkan.',
    explanation: 'KUNCI-LIMA.',
    items: [{ text: 'Ukur' }, { text: 'Potong' }, { text: 'Sambung' }]
  },
  essay: { kind: 'essay', prompt: 'Jelaskan hukum Ohm.', explanation: 'KUNCI-ENAM.' }
}

export type FormName = keyof typeof forms

export async function addQuestion({ mentor, courseId }: QuizWorld, form: object) {
  const { status, body, text } = await mentor.post(`/api/courses/${courseId}/questions`, form)
  assert.equal(status, 201, text)
  return body
}

export interface MadeQuiz {
  id: string
  /** By the names of their forms. */
  questions: Record<string, Awaited<ReturnType<typeof addQuestion>>>
}

/** A published quiz with these questions, 10 points each, in the order of the list. */
export async function addQuiz(
  world: QuizWorld,
  names: readonly FormName[],
  { lessonId = world.lessonId, ...fields }: { lessonId?: string; [field: string]: unknown } = {}
): Promise<MadeQuiz> {
  const { mentor } = world
  const made = await mentor.post(`/api/lessons/${lessonId}/quiz`, { title: 'Kuis ohm', isShuffled: false, ...fields })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body
  const questions: MadeQuiz['questions'] = {}
  for (const name of names) questions[name] = await addQuestion(world, forms[name])
  const places = names.map((name) => ({ questionId: questions[name].id, points: 10 }))
  const set = await mentor.put(`/api/quizzes/${id}/questions`, { questions: places })
  assert.equal(set.status, 200, set.text)
  const opened = await mentor.patch(`/api/quizzes/${id}`, { status: 'published' })
  assert.equal(opened.status, 200, opened.text)
  return { id, questions }
}

export async function start(learner: Client, quizId: string) {
  const { status, body, text } = await learner.post(`/api/quizzes/${quizId}/attempts`)
  assert.ok(status === 201 || status === 200, text)
  return body
}

export async function submit(learner: Client, attemptId: string, answers?: object[]) {
  const { status, body, text } = await learner.post(`/api/quiz-attempts/${attemptId}/submit`, answers && { answers })
  assert.equal(status, 200, text)
  return body
}

/** Starts, and submits these answers, each by the name of its form. */
export async function attempt(learner: Client, quiz: MadeQuiz, answers: Record<string, unknown>) {
  const { id } = await start(learner, quiz.id)
  return submit(learner, id, answersOf(quiz, answers))
}

export function answersOf({ questions }: MadeQuiz, answers: Record<string, unknown>): object[] {
  return Object.entries(answers).map(([name, answer]) => ({ questionId: questions[name].id, answer }))
}

/** The ids of options, by their texts. */
export function picks({ options = [], items = [] }: MadeQuiz['questions'][string], ...texts: string[]): string[] {
  const all: { id: string; text: string }[] = [...options, ...items]
  return texts.map((text) => all.find((option) => option.text === text)?.id ?? 'missing')
}

/** What is right, or as good as nothing, for each kind. */
export function rightAnswers({ questions }: MadeQuiz): Record<string, unknown> {
  const right = {
    single: () => picks(questions.single, 'Ohm')[0],
    multiple: () => picks(questions.multiple, 'Tembaga', 'Besi'),
    text: () => '  AMPERE   meter ',
    numeric: () => '4,75',
    ordering: () => picks(questions.ordering, 'Ukur', 'Potong', 'Sambung')
  }
  const names = Object.keys(questions).filter((name): name is keyof typeof right => name in right)
  return Object.fromEntries(names.map((name) => [name, right[name]()]))
}

export async function completedLessons({ app }: QuizWorld, userId: string): Promise<string[]> {
  const { lessonProgress } = app.database.tables
  const rows = await app.database.read.select().from(lessonProgress)
  return rows.filter((row) => row.userId === userId && row.completedAt).map(({ lessonId }) => lessonId)
}
