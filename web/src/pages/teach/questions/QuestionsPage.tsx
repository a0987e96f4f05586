import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import type { PageParams } from '../../../lazy-page.js'
import { Button } from '../../../ui/Button.js'
import { FilterSelect } from '../../../ui/FilterSelect.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { problemText } from '../../../ui/problem-text.js'
import { SearchField } from '../../../ui/SearchField.js'
import { toast } from '../../../ui/toast.js'
import { useFilters } from '../../../ui/useFilters.js'
import { CoursePage } from '../CourseHead.js'
import { useBank } from './bank.js'
import { t } from './messages.js'
import { QuestionForm } from './QuestionForm.js'
import { QuestionLine, questionName } from './QuestionLine.js'
import { type Question, questionKinds } from './question.js'

export default function QuestionsPage({ params }: { params: PageParams }) {
  const { id = '' } = params
  const [editing, setEditing] = useState<Question | 'new' | null>(null)
  const close = () => setEditing(null)
  const create = (
    <Button look="primary" onClick={() => setEditing('new')}>
      <Plus aria-hidden="true" />
      {t('create')}
    </Button>
  )
  return (
    <CoursePage courseId={id} title={t('title')} lead={t('lead')} actions={create}>
      {() => (
        <>
          <Bank courseId={id} create={create} onEdit={setEditing} />
          {editing && (
            <QuestionForm
              courseId={id}
              {...(editing !== 'new' && { question: editing })}
              onClose={close}
              onSaved={() => {
                close()
                toast(t('saved'))
              }}
            />
          )}
        </>
      )}
    </CoursePage>
  )
}

interface BankProps {
  courseId: string
  create: preact.ComponentChildren
  onEdit: (question: Question) => void
}

function Bank({ courseId, create, onEdit }: BankProps) {
  const [{ kind = '', tag = '', archived = '' }, filter] = useFilters()
  const bank = useBank(courseId, { kind, tag, archived: archived === 'yes' })
  const archive = (question: Question) => {
    const params = { path: { id: question.id } }
    const body = { isArchived: !question.isArchived }
    take(api.PATCH('/api/questions/{id}', { params, headers: seen(question), body })).then(
      () => void queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/questions', courseId] }),
      (error: unknown) => toast(problemText(error))
    )
  }
  return (
    <div class="stack">
      <div class="row">
        <SearchField label={t('byTag')} value={tag} onSearch={(text) => filter({ tag: text })} />
        <FilterSelect
          label={t('kind')}
          value={kind}
          onChange={(value) => filter({ kind: value })}
          options={[
            { value: '', label: t('anyKind') },
            ...questionKinds.map((value) => ({ value, label: t(`kind.${value}`) }))
          ]}
        />
        <FilterSelect
          label={t('which')}
          value={archived}
          onChange={(value) => filter({ archived: value })}
          options={[
            { value: '', label: t('inUse') },
            { value: 'yes', label: t('withArchived') }
          ]}
        />
      </div>
      <Loaded query={bank}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data)
          if (rows.length === 0 && (kind || tag)) return <EmptyState title={t('noneFits')} />
          if (rows.length === 0) {
            return (
              <EmptyState title={t('none')} action={create}>
                {t('noneText')}
              </EmptyState>
            )
          }
          return (
            <ul class="rows">
              {rows.map((question) => (
                <li key={question.id} class="stack-tight">
                  <QuestionLine question={question} />
                  <div class="row">
                    <Button
                      isSmall
                      aria-label={t('editOf', { name: questionName(question) })}
                      onClick={() => onEdit(question)}
                    >
                      {t('editShort')}
                    </Button>
                    <Button
                      isSmall
                      look="quiet"
                      aria-label={t(question.isArchived ? 'restoreOf' : 'archiveOf', { name: questionName(question) })}
                      onClick={() => archive(question)}
                    >
                      {question.isArchived ? t('restore') : t('archive')}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={bank} />
    </div>
  )
}
