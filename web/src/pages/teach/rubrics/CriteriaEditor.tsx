import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { formatNumber, formatRelative } from '../../../messages/format.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Form } from '../../../ui/Form.js'
import { toast } from '../../../ui/toast.js'
import { ConflictNote, useGuard } from '../Conflict.js'
import { LeaveWarning } from '../LeaveWarning.js'
import { SortableList } from '../order/SortableList.js'
import { useStoredDraft } from '../useStoredDraft.js'
import { CriterionFields } from './CriterionFields.js'
import { t } from './messages.js'
import {
  bodyOf,
  type Criterion,
  criteriaOf,
  keepRubric,
  maxPointsOf,
  newCriterion,
  newLevel,
  type Rubric,
  readRubric
} from './rubric.js'

const maxCount = 50

/** The criteria of the next version. They are saved as a draft, and never change once they are published. */
export function CriteriaEditor({ rubric }: { rubric: Rubric }) {
  const [isPublishing, setPublishing] = useState(false)
  const { id, version } = rubric
  const params = { path: { id } }
  const typed = useStoredDraft<Criterion[]>(`naik-kelas.rubric.${id}`, { version, value: criteriaOf(rubric) })
  const guard = useGuard(rubric, criteriaOf, typed.basis)
  if (!typed.isDirty) guard.follow(rubric)
  const criteria = typed.value

  const save = async () => {
    const body = bodyOf(criteria)
    const saved = await guard.run((headers) => take(api.PUT('/api/rubrics/{id}/draft', { params, headers, body })))
    guard.adopt(saved)
    keepRubric(saved)
    typed.settle(criteria, { version: saved.version, value: criteriaOf(saved) })
    toast(t('saved'))
  }
  const publish = async () => {
    await take(api.POST('/api/rubrics/{id}/publish', { params, headers: seen(rubric) }))
    const now = await readRubric(id)
    keepRubric(now)
    setPublishing(false)
    toast(t('published', { number: now.published?.number }))
  }
  const add = () => {
    // The next one is judged by the same levels, more often than not.
    const levels = criteria.at(-1)?.levels.map(({ title, points }) => newLevel(title, points))
    typed.change([
      ...criteria,
      newCriterion(
        levels ?? [newLevel(t('level.low'), '0'), newLevel(t('level.middle'), '5'), newLevel(t('level.high'), '10')]
      )
    ])
  }
  const nameOf = (criterion: Criterion) => criterion.title || t('criterion.nth', { n: criteria.indexOf(criterion) + 1 })
  return (
    <section class="stack" aria-labelledby="criteria">
      <h2 id="criteria">{t('criteria')}</h2>
      {typed.restoredFrom && (
        <div class="conflict" role="status">
          <p>{t('restored', { when: formatRelative(typed.restoredFrom) })}</p>
          <div>
            <Button onClick={typed.clear}>{t('discard')}</Button>
          </div>
        </div>
      )}
      {criteria.length === 0 && <p class="muted">{t('criteria.none')}</p>}
      <Form
        label={t('criteria')}
        submit={t('save')}
        onSubmit={save}
        actions={
          <>
            {rubric.draft && !typed.isDirty && (
              <Button onClick={() => setPublishing(true)}>{t('publish', { number: rubric.draft.number })}</Button>
            )}
            <span class="muted small" role="status">
              {typed.isDirty ? t('unsaved') : ''}
            </span>
          </>
        }
      >
        {criteria.length > 0 && (
          <SortableList
            isTall
            label={t('criteria')}
            items={criteria}
            idOf={({ key }) => key}
            nameOf={nameOf}
            onOrder={typed.change}
          >
            {(criterion, i) => (
              <CriterionFields
                criterion={criterion}
                name={nameOf(criterion)}
                at={i}
                onChange={(to) => typed.change(criteria.map((each) => (each.key === to.key ? to : each)))}
                onRemove={() => typed.change(criteria.filter(({ key }) => key !== criterion.key))}
              />
            )}
          </SortableList>
        )}
        <div class="row-apart">
          {criteria.length < maxCount && <Button onClick={add}>{t('criterion.add')}</Button>}
          <p>{t('total', { points: formatNumber(maxPointsOf(criteria)) })}</p>
        </div>
        <ConflictNote guard={guard} reload={() => readRubric(id)} onTakeTheirs={typed.clear} />
      </Form>
      {isPublishing && (
        <Confirm
          title={t('publish.title', { number: rubric.draft?.number })}
          action={t('publish.submit')}
          onConfirm={publish}
          onClose={() => setPublishing(false)}
        >
          <p>{t('publish.text')}</p>
        </Confirm>
      )}
      <LeaveWarning isDirty={typed.isDirty} />
    </section>
  )
}
