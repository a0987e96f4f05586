import { Checkbox, Field, Select } from '../../ui/Field.js'
import { t } from './messages.js'
import type { Draft } from './preferences.js'
import { weekdayName } from './weekdays.js'

const atFirst = { from: '21:00', until: '05:30' }
const weekdays = [1, 2, 3, 4, 5, 6, 7]

/** When: not in the quiet hours, and all that waits for a digest at one time of the day. */
export function TimingPart({ draft, timeZone }: { draft: Draft; timeZone: string }) {
  const { quietHours, digest } = draft.timing
  const setQuiet = (part: Partial<typeof atFirst>) =>
    draft.setTiming({ quietHours: { ...(quietHours ?? atFirst), ...part } })
  return (
    <div class="notifications-timing">
      <section class="stack" aria-labelledby="notifications-quiet">
        <h2 id="notifications-quiet">{t('quiet.title')}</h2>
        <Checkbox
          name="quiet"
          label={t('quiet.on')}
          hint={t('quiet.hint', { timeZone: timeZone.replaceAll('_', ' ') })}
          checked={quietHours !== null}
          onChange={({ currentTarget }) => draft.setTiming({ quietHours: currentTarget.checked ? atFirst : null })}
        />
        {quietHours && (
          <div class="notifications-times">
            <Field
              name="quietFrom"
              label={t('quiet.from')}
              type="time"
              value={quietHours.from}
              required
              onChange={({ currentTarget }) => setQuiet({ from: currentTarget.value })}
            />
            <Field
              name="quietUntil"
              label={t('quiet.until')}
              type="time"
              value={quietHours.until}
              required
              onChange={({ currentTarget }) => setQuiet({ until: currentTarget.value })}
            />
          </div>
        )}
      </section>
      <section class="stack" aria-labelledby="notifications-digest">
        <h2 id="notifications-digest">{t('digest.title')}</h2>
        <p class="muted">{t('digest.hint')}</p>
        <div class="notifications-times">
          <Field
            name="digestAt"
            label={t('digest.at')}
            type="time"
            value={digest.at}
            required
            onChange={({ currentTarget }) => draft.setTiming({ digest: { ...digest, at: currentTarget.value } })}
          />
          <Select
            name="digestWeekday"
            label={t('digest.weekday')}
            value={String(digest.weekday)}
            options={weekdays.map((day) => ({ value: String(day), label: weekdayName(day) }))}
            onChange={({ currentTarget }) =>
              draft.setTiming({ digest: { ...digest, weekday: Number(currentTarget.value) } })
            }
          />
        </div>
      </section>
    </div>
  )
}
