import { useEffect, useRef, useState } from 'preact/hooks'
import { clockText } from './duration.js'
import { t } from './messages.js'

interface CountdownProps {
  deadlineAt: string
  clockAheadMs: number
  /** Once. */
  onOver: () => void
}

const calmSeconds = 300
const lastSeconds = 60

/** Calm: minutes as long as there are many, a clock in the last five. It speaks up twice, and at the end. */
export function Countdown({ deadlineAt, clockAheadMs, onOver }: CountdownProps) {
  const left = () => Math.ceil((Date.parse(deadlineAt) - Date.now() - clockAheadMs) / 1_000)
  const [seconds, setSeconds] = useState(left)
  const [spoken, setSpoken] = useState('')
  const before = useRef(seconds)
  const over = useRef(onOver)
  over.current = onOver

  useEffect(() => {
    let isTold = false
    const tick = () => {
      const now = left()
      const hasPassed = (mark: number) => before.current > mark && now <= mark
      if (hasPassed(calmSeconds)) setSpoken(t('timer.five'))
      if (hasPassed(lastSeconds)) setSpoken(t('timer.one'))
      before.current = now
      setSeconds(Math.max(0, now))
      if (now > 0 || isTold) return
      isTold = true
      setSpoken(t('timer.over'))
      over.current()
    }
    const timer = setInterval(tick, 1_000)
    tick()
    return () => clearInterval(timer)
  }, [deadlineAt, clockAheadMs])

  return (
    <>
      <p
        class={seconds <= lastSeconds ? 'quiz-timer is-short' : 'quiz-timer'}
        role="timer"
        aria-label={t('timer.label')}
      >
        {timeText(seconds)}
      </p>
      <span class="unseen" role="status">
        {spoken}
      </span>
    </>
  )
}

function timeText(seconds: number): string {
  if (seconds <= 0) return t('timer.over')
  if (seconds > calmSeconds) return t('timer.minutes', { n: Math.floor(seconds / 60) })
  return t('timer.clock', { time: clockText(seconds) })
}
