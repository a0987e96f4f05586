import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, seen, take } from '../../../api/client.js'
import { formatDateTime, formatNumber } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf, textOf } from '../../../ui/form-values.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { useStanding } from '../course.js'
import type { Picked } from './GradeTable.js'
import { refreshGrades } from './grades.js'
import { t } from './messages.js'

type Grade = Schema<'Grade'>

interface GradeDialogProps {
  courseId: string
  picked: Picked
  onClose: () => void
}

/** One grade: how it came about, and to set it by hand. */
export function GradeDialog({ courseId, picked, onClose }: GradeDialogProps) {
  const { learner, item, cell } = picked
  const grade = useQuery({
    queryKey: ['/api/grades/{id}', cell.gradeId],
    queryFn: () => take(api.GET('/api/grades/{id}', { params: { path: { id: cell.gradeId ?? '' } } })),
    enabled: cell.gradeId !== null
  })
  const { reviews } = useStanding(courseId)
  const save = async (data: FormData) => {
    const { kind, itemId } = item
    const points = numberOf(data, 'points') ?? null
    const reason = textOf(data, 'reason') ?? ''
    await changeSeen(
      () =>
        take(
          api.PUT('/api/courses/{id}/gradebook/grades', {
            params: { path: { id: courseId } },
            body: { userId: learner.id, kind, itemId, points, reason },
            headers: grade.data ? seen(grade.data) : {}
          })
        ),
      () => refreshGrades(courseId)
    )
    await refreshGrades(courseId)
    toast(t(points === null ? 'grade.taken' : 'grade.saved'))
    onClose()
  }
  const form = (known?: Grade) => (
    <>
      {known && <GradeFacts grade={known} />}
      {!known && !reviews && <p>{t('grade.notYet')}</p>}
      {reviews && (
        <Form submit={t('grade.save')} onSubmit={save}>
          <Field
            name="points"
            type="number"
            label={t('grade.points', { max: formatNumber(item.maxPoints) })}
            hint={t(known?.isSetByHand ? 'grade.clearHint' : 'grade.hint')}
            min={0}
            max={item.maxPoints}
            step="0.01"
            inputMode="decimal"
            defaultValue={cell.points ?? ''}
            required={!known?.isSetByHand}
          />
          <TextArea
            name="reason"
            label={t('reason')}
            hint={t('grade.reasonHint')}
            rows={2}
            maxLength={1_000}
            required
          />
        </Form>
      )}
      {known && known.changes.length > 0 && <Changes changes={known.changes} />}
    </>
  )
  return (
    <Dialog title={`${item.title}: ${nameOf(learner)}`} onClose={onClose}>
      <div class="stack">{cell.gradeId === null ? form() : <Loaded query={grade}>{form}</Loaded>}</div>
    </Dialog>
  )
}

function GradeFacts({ grade }: { grade: Grade }) {
  const { points, maxPoints, earnedPoints, isSetByHand, setBy, releasedAt } = grade
  return (
    <ul>
      {points !== null && <li>{t('of', { points: formatNumber(points), max: formatNumber(maxPoints) })}</li>}
      {isSetByHand && <li>{setBy ? t('grade.setBy', { name: nameOf(setBy) }) : t('byHand')}</li>}
      {isSetByHand && earnedPoints !== null && <li>{t('grade.earned', { points: formatNumber(earnedPoints) })}</li>}
      <li>{releasedAt ? t('grade.released', { when: formatDateTime(releasedAt) }) : t('state.graded')}</li>
    </ul>
  )
}

function Changes({ changes }: { changes: Grade['changes'] }) {
  return (
    <details class="gradebook-changes">
      <summary>{t('grade.history')}</summary>
      <ol class="rows">
        {changes.map(({ at, by, before, after, source, reason }) => (
          <li key={at} class="small">
            <p>
              {t('grade.change', { before: pointsOf(before), after: pointsOf(after) })} · {t(`source.${source}`)}
            </p>
            <p class="muted">{[by && nameOf(by), formatDateTime(at)].filter(Boolean).join(' · ')}</p>
            {reason && <p>{reason}</p>}
          </li>
        ))}
      </ol>
    </details>
  )
}

function pointsOf(grade: { points: number } | null): string {
  return grade ? formatNumber(grade.points) : t('grade.none')
}
