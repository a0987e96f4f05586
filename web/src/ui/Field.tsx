import type { ComponentChildren, JSX } from 'preact'
import { ControlNotes, useControl } from './Form.js'
import { t } from './messages.js'

interface Labelled {
  /** The name of the field in the API. */
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
}

function Label({ id, label, isRequired }: { id: string; label: ComponentChildren; isRequired: boolean }) {
  return (
    <label class="field-label" for={id}>
      {label}
      {!isRequired && <span class="field-optional"> {t('form.optional')}</span>}
    </label>
  )
}

/** A line of text, a number, a date, a password, a file. */
export function Field({ name, label, hint, ...input }: Labelled & Omit<JSX.IntrinsicElements['input'], 'label'>) {
  const control = useControl(name, hint)
  return (
    <div class="field">
      <Label id={control.id} label={label} isRequired={Boolean(input.required)} />
      <input type="text" {...input} {...control.aria} id={control.id} name={name} />
      <ControlNotes control={control} hint={hint} />
    </div>
  )
}

export function TextArea({ name, label, hint, ...area }: Labelled & Omit<JSX.IntrinsicElements['textarea'], 'label'>) {
  const control = useControl(name, hint)
  return (
    <div class="field">
      <Label id={control.id} label={label} isRequired={Boolean(area.required)} />
      <textarea rows={5} {...area} {...control.aria} id={control.id} name={name} />
      <ControlNotes control={control} hint={hint} />
    </div>
  )
}

export interface Option {
  value: string
  label: string
}

interface SelectProps extends Labelled, Omit<JSX.IntrinsicElements['select'], 'label' | 'name'> {
  options: readonly Option[]
}

export function Select({ name, label, hint, options, defaultValue, ...select }: SelectProps) {
  const control = useControl(name, hint)
  return (
    <div class="field">
      <label class="field-label" for={control.id}>
        {label}
      </label>
      <select {...select} {...control.aria} id={control.id} name={name}>
        {options.map(({ value, label }) => (
          // Preact knows no `defaultValue` of a select.
          <option key={value} value={value} selected={defaultValue === undefined ? undefined : value === defaultValue}>
            {label}
          </option>
        ))}
      </select>
      <ControlNotes control={control} hint={hint} />
    </div>
  )
}

export function Checkbox({ name, label, hint, ...input }: Labelled & Omit<JSX.IntrinsicElements['input'], 'label'>) {
  const control = useControl(name, hint)
  return (
    <div class="field">
      <label class="field-choice">
        <input type="checkbox" {...input} {...control.aria} id={control.id} name={name} />
        <span>{label}</span>
      </label>
      <ControlNotes control={control} hint={hint} />
    </div>
  )
}

interface RadioGroupProps extends Labelled {
  options: readonly (Option & { hint?: string })[]
  defaultValue?: string
  required?: boolean
  onChange?: (value: string) => void
}

export function RadioGroup({ name, label, hint, options, defaultValue, required, onChange }: RadioGroupProps) {
  const control = useControl(name, hint)
  return (
    <fieldset class="field" aria-describedby={control.aria['aria-describedby']}>
      <legend class="field-label">{label}</legend>
      {options.map((option) => (
        <label key={option.value} class="field-choice">
          <input
            type="radio"
            name={name}
            value={option.value}
            defaultChecked={option.value === defaultValue}
            required={required}
            aria-invalid={control.aria['aria-invalid']}
            onChange={() => onChange?.(option.value)}
          />
          <span>
            {option.label}
            {option.hint && <span class="field-hint"> {option.hint}</span>}
          </span>
        </label>
      ))}
      <ControlNotes control={control} hint={hint} />
    </fieldset>
  )
}
