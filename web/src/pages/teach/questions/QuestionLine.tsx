import { Badge } from '../../../ui/Badge.js'
import { Html } from '../../../ui/Html.js'
import { t } from './messages.js'
import type { Question } from './question.js'

/** A question in a list: what it asks, and of which kind it is. */
export function QuestionLine({ question }: { question: Question }) {
  return (
    <div class="stack-tight">
      <Html class="question-prompt" html={question.promptHtml} />
      <p class="row small muted">
        <span>{t(`kind.${question.kind}`)}</span>
        {question.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        {question.isArchived && <Badge>{t('archived')}</Badge>}
      </p>
    </div>
  )
}

/** What a question is called where there is room for a few words. */
export function questionName({ prompt }: Question): string {
  const text = prompt
    .replace(/[*_`#>]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
