import { Checkbox, Field } from '../../../ui/Field.js'
import type { Cohort } from './cohorts.js'
import { t } from './messages.js'

export function CohortFields({ cohort }: { cohort?: Cohort }) {
  return (
    <>
      <Field name="name" label={t('field.name')} defaultValue={cohort?.name} maxLength={100} required />
      <Field name="startsOn" label={t('field.startsOn')} type="date" defaultValue={cohort?.startsOn} required />
      <Field name="endsOn" label={t('field.endsOn')} type="date" defaultValue={cohort?.endsOn} required />
      <Field
        name="capacity"
        label={t('field.capacity')}
        hint={t('field.capacityHint')}
        type="number"
        min={1}
        max={10_000}
        defaultValue={cohort?.capacity ?? ''}
      />
      <Checkbox
        name="isOpen"
        label={t('field.isOpen')}
        hint={t('field.isOpenHint')}
        defaultChecked={cohort?.isOpen ?? false}
      />
    </>
  )
}
