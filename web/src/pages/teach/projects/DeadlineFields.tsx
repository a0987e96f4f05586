import { Field, RadioGroup } from '../../../ui/Field.js'
import { t } from './messages.js'
import type { ProjectDraft } from './project.js'

const rules = ['accept', 'deduct', 'refuse'] as const

interface DeadlineFieldsProps {
  timeZone: string
  value: ProjectDraft
  onChange: (changes: Partial<ProjectDraft>) => void
}

/** Until when, what happens to what is late, how often, and how soon it is reviewed. */
export function DeadlineFields({ timeZone, value, onChange }: DeadlineFieldsProps) {
  const { dueAt, lateRule } = value
  const number = (name: 'latePercentPerDay' | 'lateDays' | 'maxAttempts' | 'reviewHours') => ({
    name,
    type: 'number',
    value: value[name],
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onChange({ [name]: currentTarget.value })
  })
  return (
    <section class="project-part" aria-labelledby="project-deadline">
      <h2 id="project-deadline">{t('deadline')}</h2>
      <Field
        name="dueAt"
        type="datetime-local"
        label={t('dueAt')}
        hint={t('dueAtHint', { timeZone })}
        // Half a date is none to the browser: what is typed is left to it.
        key={dueAt === '' ? 'empty' : 'set'}
        defaultValue={dueAt}
        onChange={({ currentTarget }) => onChange({ dueAt: currentTarget.value })}
      />
      {dueAt !== '' && (
        <>
          <RadioGroup
            name="lateRule"
            label={t('late')}
            defaultValue={lateRule}
            onChange={(to) => onChange({ lateRule: to as ProjectDraft['lateRule'] })}
            options={rules.map((rule) => ({ value: rule, label: t(`late.${rule}`), hint: t(`late.${rule}.hint`) }))}
          />
          <div class="project-pair">
            {lateRule === 'deduct' && (
              <Field {...number('latePercentPerDay')} label={t('latePercent')} min={1} max={100} required />
            )}
            {lateRule !== 'refuse' && (
              <Field {...number('lateDays')} label={t('lateDays')} hint={t('lateDaysHint')} min={1} max={365} />
            )}
          </div>
        </>
      )}
      <div class="project-pair">
        <Field {...number('maxAttempts')} label={t('attempts')} hint={t('attemptsHint')} min={1} max={100} />
        <Field {...number('reviewHours')} label={t('hours')} hint={t('hoursHint')} min={1} max={2160} required />
      </div>
    </section>
  )
}
