import { useState } from 'preact/hooks'
import { Confirm } from '../../../ui/Confirm.js'
import { Checkbox, Field, Select, TextArea } from '../../../ui/Field.js'
import { MarkdownField } from '../MarkdownField.js'
import { Choices } from './Choices.js'
import { t } from './messages.js'
import './questions.css'
import {
  draftOf,
  type Question,
  type QuestionDraft,
  type QuestionKind,
  questionKinds,
  saveQuestion
} from './question.js'

interface QuestionFormProps {
  courseId: string
  /** Absent: a new one. */
  question?: Question
  onSaved: (question: Question) => void
  onClose: () => void
}

/** A question of any kind. The kind is chosen once: its answers mean something else in another one. */
export function QuestionForm({ courseId, question, onSaved, onClose }: QuestionFormProps) {
  const [draft, setDraft] = useState(() => draftOf(question))
  const change = (changes: Partial<QuestionDraft>) => setDraft((was) => ({ ...was, ...changes }))
  return (
    <Confirm
      title={question ? t('edit') : t('create')}
      action={t('save')}
      onConfirm={async () => onSaved(await saveQuestion(courseId, draft, question))}
      onClose={onClose}
    >
      {!question && (
        <Select
          name="kind"
          label={t('kind')}
          value={draft.kind}
          onChange={({ currentTarget }) => change({ kind: currentTarget.value as QuestionKind })}
          options={questionKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
      )}
      <MarkdownField
        name="prompt"
        label={t('prompt')}
        value={draft.prompt}
        onChange={(prompt) => change({ prompt })}
        rows={4}
        maxLength={5000}
        required
      />
      <Answers draft={draft} onChange={change} />
      <MarkdownField
        name="explanation"
        label={t('explanation')}
        hint={t('explanationHint')}
        value={draft.explanation}
        onChange={(explanation) => change({ explanation })}
        rows={3}
        maxLength={5000}
      />
      <Field
        name="tags"
        label={t('tags')}
        hint={t('tagsHint')}
        value={draft.tags}
        onInput={({ currentTarget }) => change({ tags: currentTarget.value })}
        maxLength={900}
      />
    </Confirm>
  )
}

interface AnswersProps {
  draft: QuestionDraft
  onChange: (changes: Partial<QuestionDraft>) => void
}

/** What is right, as the kind has it. */
function Answers({ draft, onChange }: AnswersProps) {
  switch (draft.kind) {
    case 'essay':
      return <p class="muted">{t('essayText')}</p>
    case 'numeric':
      return (
        <div class="question-pair">
          <Field
            name="value"
            type="number"
            step="any"
            label={t('value')}
            value={draft.value}
            onInput={({ currentTarget }) => onChange({ value: currentTarget.value })}
            required
          />
          <Field
            name="tolerance"
            type="number"
            step="any"
            min={0}
            label={t('tolerance')}
            hint={t('toleranceHint')}
            value={draft.tolerance}
            onInput={({ currentTarget }) => onChange({ tolerance: currentTarget.value })}
            required
          />
        </div>
      )
    case 'short_text':
      return (
        <>
          <TextArea
            name="acceptedAnswers"
            label={t('accepted')}
            hint={t('acceptedHint')}
            rows={3}
            value={draft.acceptedAnswers}
            onInput={({ currentTarget }) => onChange({ acceptedAnswers: currentTarget.value })}
            required
          />
          <Checkbox
            name="caseSensitive"
            label={t('caseSensitive')}
            checked={draft.caseSensitive}
            onChange={({ currentTarget }) => onChange({ caseSensitive: currentTarget.checked })}
          />
        </>
      )
    default:
      return <Choices kind={draft.kind} choices={draft.choices} onChange={(choices) => onChange({ choices })} />
  }
}
