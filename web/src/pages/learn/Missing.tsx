import type { Schema } from '../../api/client.js'
import { t } from './messages.js'

type Explanation = Schema<'ProgressExplanation'>
type MissingPart = Explanation['completion']['missing'][number]
type Rule = Explanation['completion']['rule']

/** What the course still needs of the learner, in words. */
export function Missing({ found, course }: { found: Explanation; course: string }) {
  const { enrolmentStatus, completion } = found
  return (
    <section class="stack-tight">
      <h2>{t('progress.missing')}</h2>
      {completion.missing.length === 0 ? (
        <p>{t(enrolmentStatus === 'completed' ? 'progress.completed' : 'progress.nothingMissing')}</p>
      ) : (
        <>
          <p>{t('progress.toComplete')}</p>
          <ul>
            {completion.missing.map((part) => (
              <li key={`${part.kind} ${part.id}`}>
                <PartLink part={part} course={course} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function PartLink({ part, course }: { part: MissingPart; course: string }) {
  const { kind, id, title = '', count = 0 } = part
  const text = t(`progress.missing.${kind}`, { title, count })
  if (kind === 'project' && id) return <a href={`/app/projects/${id}`}>{text}</a>
  if (kind === 'pass_mark') return <a href={`/app/courses/${course}/grades`}>{text}</a>
  return <>{text}</>
}

const parts = [
  ['needsLessons', 'progress.rule.lessons'],
  ['needsQuizzes', 'progress.rule.quizzes'],
  ['needsProjects', 'progress.rule.projects'],
  ['needsPassMark', 'progress.rule.passMark']
] as const

export function CompletionRule({ rule }: { rule: Rule }) {
  const needed = parts.filter(([name]) => rule[name])
  return (
    <section class="stack-tight">
      <h2>{t('progress.rule')}</h2>
      {needed.length === 0 ? (
        <p>{t('progress.rule.none')}</p>
      ) : (
        <ul>
          {needed.map(([name, key]) => (
            <li key={name}>{t(key)}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
