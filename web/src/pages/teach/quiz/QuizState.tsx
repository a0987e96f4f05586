import { api, seen, take } from '../../../api/client.js'
import { toast } from '../../../ui/toast.js'
import { t as common } from '../messages.js'
import type { Status } from '../StatusBadge.js'
import { StatusMoves } from '../StatusMoves.js'
import { t } from './messages.js'
import { keepQuiz, type Quiz } from './quiz.js'

export function QuizState({ quiz }: { quiz: Quiz }) {
  const move = async (status: Status) => {
    const params = { path: { id: quiz.id } }
    keepQuiz(await take(api.PATCH('/api/quizzes/{id}', { params, headers: seen(quiz), body: { status } })))
    toast(common(`status.${status}`))
  }
  const lacks = quiz.questionCount === 0 ? t('lacksQuestions') : undefined
  return <StatusMoves status={quiz.status} lacks={lacks} onMove={move} />
}
