import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Field, RadioGroup } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf } from '../../../ui/form-values.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { fetchSettings, formatShare, itemKey, refreshGrades, type Settings } from './grades.js'
import { t } from './messages.js'

/** How the course grades: what counts, and how much. */
export function SettingsForm({ courseId }: { courseId: string }) {
  const settings = useQuery({
    queryKey: ['/api/courses/{id}/gradebook/settings', courseId],
    queryFn: () => fetchSettings(courseId)
  })
  return <Loaded query={settings}>{(known) => <Fields courseId={courseId} settings={known} />}</Loaded>
}

function Fields({ courseId, settings }: { courseId: string; settings: Settings }) {
  const [mode, setMode] = useState(settings.mode)
  const save = async (data: FormData) => {
    const params = { path: { id: courseId } }
    const body = {
      mode,
      passMark: numberOf(data, 'passMark') ?? 0,
      release: data.get('release') === 'by_hand' ? ('by_hand' as const) : ('at_once' as const)
    }
    await changeSeen(
      () => take(api.PUT('/api/courses/{id}/gradebook/settings', { params, body, headers: seen(settings) })),
      () => refreshGrades(courseId)
    )
    if (settings.items.length > 0) {
      const items = settings.items.map((item) => ({
        kind: item.kind,
        itemId: item.itemId,
        weight: mode === 'weights' ? (numberOf(data, `weight ${itemKey(item)}`) ?? null) : item.weight,
        isCounted: data.has(`counted ${itemKey(item)}`)
      }))
      await take(api.PUT('/api/courses/{id}/gradebook/items', { params, body: { items } }))
    }
    await refreshGrades(courseId)
    toast(t('settings.saved'))
  }
  return (
    <Form submit={t('settings.save')} onSubmit={save} label={t('view.settings')}>
      <RadioGroup
        name="mode"
        label={t('settings.mode')}
        defaultValue={settings.mode}
        onChange={(value) => setMode(value === 'weights' ? 'weights' : 'points')}
        options={[
          { value: 'points', label: t('settings.points'), hint: t('settings.pointsHint') },
          { value: 'weights', label: t('settings.weights'), hint: t('settings.weightsHint') }
        ]}
      />
      <Field
        name="passMark"
        label={t('settings.passMark')}
        hint={t('settings.passMarkHint')}
        type="number"
        min={0}
        max={100}
        step={1}
        defaultValue={settings.passMark}
        required
      />
      <RadioGroup
        name="release"
        label={t('settings.release')}
        defaultValue={settings.release}
        options={[
          { value: 'at_once', label: t('settings.atOnce') },
          { value: 'by_hand', label: t('settings.byHand') }
        ]}
      />
      <ItemTable settings={settings} mode={mode} />
    </Form>
  )
}

function ItemTable({ settings, mode }: { settings: Settings; mode: Settings['mode'] }) {
  if (settings.items.length === 0) return <p class="muted">{t('noItemsText')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keys
    <section class="table-region" aria-label={t('settings.items')} tabIndex={0}>
      <table class="gradebook-items">
        <caption>{t('settings.items')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('item')}</th>
            <th scope="col">{t('settings.counted')}</th>
            {mode === 'weights' && <th scope="col">{t('settings.weight')}</th>}
            <th scope="col" class="is-number">
              {t('settings.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {settings.items.map((item) => (
            <tr key={itemKey(item)}>
              <th scope="row">
                {item.title}
                <span class="gradebook-max">
                  {t(`kind.${item.kind}`)}, {t('max', { points: item.maxPoints })}
                </span>
              </th>
              <td>
                <label class="gradebook-counted">
                  <input
                    type="checkbox"
                    name={`counted ${itemKey(item)}`}
                    aria-label={t('settings.countedOf', { title: item.title })}
                    defaultChecked={item.isCounted}
                  />
                </label>
              </td>
              {mode === 'weights' && (
                <td>
                  <input
                    class="gradebook-weight"
                    type="number"
                    name={`weight ${itemKey(item)}`}
                    aria-label={t('settings.weightOf', { title: item.title })}
                    min={0}
                    max={10_000}
                    step="0.01"
                    defaultValue={item.weight ?? ''}
                  />
                </td>
              )}
              <td class="is-number">{formatShare(item.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
