import { useState } from 'preact/hooks'
import type { Schema } from '../../api/client.js'
import { language } from '../../messages/language.js'
import { CadenceSelect } from './CadenceSelect.js'
import { type EventGroup, groupTypes } from './event-groups.js'
import { t } from './messages.js'
import type { Cadence, Channel, Draft } from './preferences.js'

const channels: readonly Channel[] = ['inApp', 'mail']

export function EventTypes({ types, draft }: { types: readonly Schema<'EventType'>[]; draft: Draft }) {
  return (
    <div class="notifications-groups">
      {groupTypes(types).map((group) => (
        <Group key={group.name} group={group} draft={draft} />
      ))}
    </div>
  )
}

/** Closed it says how its types are told; its rows are made when it is opened: all groups have a hundred choices. */
function Group({ group, draft }: { group: EventGroup; draft: Draft }) {
  const [isOpen, setOpen] = useState(false)
  const title = t(`group.${group.name}`)
  const common = (channel: Channel) => sameOf(group.types.map(({ type }) => draft.cadenceOf(type, channel)))
  const summary = channels.map((channel) =>
    t('types.summary', { channel: t(`channel.${channel}`), cadence: t(`cadence.${common(channel) ?? 'mixed'}`) })
  )
  return (
    <details class="notifications-group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="notifications-group-title">{title}</span>
        <span class="muted small">{summary.join(' · ')}</span>
      </summary>
      {isOpen && (
        <>
          <fieldset class="notifications-row notifications-all">
            <legend class="unseen">{t('types.allOf', { group: title })}</legend>
            <p aria-hidden="true">{t('types.all')}</p>
            {channels.map((channel) => (
              <CadenceSelect
                key={channel}
                channel={channel}
                of={t('types.allOf', { group: title })}
                value={common(channel)}
                onChange={(to) =>
                  draft.choose(
                    group.types.map(({ type }) => type),
                    channel,
                    to
                  )
                }
              />
            ))}
          </fieldset>
          <ul class="notifications-rows">
            {group.types.map((each) => (
              <TypeRow key={each.type} eventType={each} draft={draft} />
            ))}
          </ul>
        </>
      )}
    </details>
  )
}

function TypeRow({ eventType: { type, name, concerns }, draft }: { eventType: Schema<'EventType'>; draft: Draft }) {
  return (
    <li class="notifications-row">
      <div>
        <p>{name[language.value]}</p>
        <p class="muted small">{concerns[language.value]}</p>
      </div>
      {channels.map((channel) => (
        <CadenceSelect
          key={channel}
          channel={channel}
          of={name[language.value]}
          value={draft.cadenceOf(type, channel)}
          onChange={(to) => draft.choose([type], channel, to)}
        />
      ))}
    </li>
  )
}

function sameOf(cadences: readonly Cadence[]): Cadence | undefined {
  return cadences.every((each) => each === cadences[0]) ? cadences[0] : undefined
}
