import type { Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { canonicalJson } from '../../lib/canonical-json.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import { changedSubstance, normalizeTag, normalizeTags, substanceOf } from './questions.fields.js'
import {
  countQuestions,
  findQuestion,
  insertQuestion,
  listQuestions,
  lockQuestion,
  type QuestionChanges,
  type QuestionRow,
  updateQuestion
} from './questions.repository.js'
import type { QuestionFields, QuestionListParams, QuestionPatch } from './questions.schemas.js'
import { renderText } from './texts.js'

export interface QuestionsDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requireManaged' | 'rules'>
  lessons: Pick<Lessons, 'renderMarkdown'>
}

export type QuestionsService = ReturnType<typeof createQuestionsService>

const sort = '-createdAt'
const maxTagLength = 40

/** The bank of a course: for who manages it, and nobody else learns that a question is there. */
export function createQuestionsService({ database, clock, courses, lessons }: QuestionsDeps) {
  /** @throws 404 */
  async function requireQuestion(viewer: Viewer, id: string): Promise<QuestionRow> {
    const found = await findQuestion(database, id)
    if (!found || !courses.rules.mayManage(viewer, found.course)) throw notFound('Question')
    return found.question
  }

  async function lock(tx: Tx, id: string): Promise<QuestionRow> {
    const question = await lockQuestion(database, tx, id)
    if (!question) throw notFound('Question')
    return question
  }

  async function save(tx: Tx, question: QuestionRow, changes: QuestionChanges): Promise<QuestionRow> {
    const change = { ...changes, version: question.version + 1, updatedAt: clock.now() }
    await updateQuestion(database, tx, { id: question.id, changes: change })
    return { ...question, ...change }
  }

  /** @throws 422 UNSAFE_LINK, FILE_NOT_SHOWN */
  const render = (text: string, field: 'prompt' | 'explanation') => renderText(lessons, text, field)

  return {
    get: requireQuestion,

    /** @throws 403; 404; 422 */
    async create(actor: Viewer, courseRef: string, fields: QuestionFields): Promise<QuestionRow> {
      const { id: courseId } = await courses.requireManaged(actor, courseRef)
      const { options, answer } = substanceOf(fields)
      const { kind, prompt, explanation = '', tags = [] } = fields
      const now = clock.now()
      const question: QuestionRow = {
        id: createId('question', now.getTime()),
        courseId,
        kind,
        prompt,
        promptHtml: render(prompt, 'prompt'),
        options,
        key: { answer, explanationHtml: render(explanation, 'explanation') },
        explanation,
        tags: requireTags(tags),
        isArchived: false,
        version: 1,
        createdBy: actor.userId,
        createdAt: now,
        updatedAt: now
      }
      await database.transaction((tx) => insertQuestion(database, tx, question))
      return question
    },

    /** @throws 400; 403; 404 */
    async list(viewer: Viewer, courseRef: string, query: QuestionListParams): Promise<Page<QuestionRow>> {
      const { id: courseId } = await courses.requireManaged(viewer, courseRef)
      const { limit = defaultPageSize, cursor, kind, tag, archived: isArchived = false, total } = query
      const request = { courseId, kind, tag: tag === undefined ? undefined : normalizeTag(tag), isArchived }
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listQuestions(database, request, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countQuestions(database, request) } : page
    },

    /** Attempts that have begun keep what they have. @throws 404; 412; 422 */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: QuestionPatch; check: Precondition }
    ): Promise<QuestionRow> {
      await requireQuestion(actor, id)
      const { prompt, explanation, tags, isArchived } = patch
      return database.transaction(async (tx) => {
        const question = await lock(tx, id)
        check(question)
        const { options, answer } = changedSubstance({ options: question.options, answer: question.key.answer }, patch)
        const explanationHtml =
          explanation === undefined ? question.key.explanationHtml : render(explanation, 'explanation')
        const changes = {
          ...(prompt !== undefined && { prompt, promptHtml: render(prompt, 'prompt') }),
          ...(explanation !== undefined && { explanation }),
          ...(tags !== undefined && { tags: requireTags(tags) }),
          ...(isArchived !== undefined && { isArchived }),
          options,
          key: { answer, explanationHtml }
        }
        return isSame(question, changes) ? question : save(tx, question, changes)
      })
    },

    /** Archives; what is archived already stays as it is. @throws 404; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      await requireQuestion(actor, id)
      await database.transaction(async (tx) => {
        const question = await lock(tx, id)
        check(question)
        if (!question.isArchived) await save(tx, question, { isArchived: true })
      })
    }
  }
}

function isSame(question: QuestionRow, changes: QuestionChanges): boolean {
  const before = Object.keys(changes).map((name) => question[name as keyof QuestionChanges])
  return canonicalJson(before) === canonicalJson(Object.values(changes))
}

/** @throws 422: a folded tag may be longer than what was sent */
function requireTags(tags: readonly string[]): string[] {
  const normalized = normalizeTags(tags)
  if (normalized.some((tag) => [...tag].length > maxTagLength)) {
    throw unprocessable('INVALID_QUESTION', 'tags', `must not have more than ${maxTagLength} characters in plain form`)
  }
  return normalized
}
