import { useMe } from '../../session/session.js'
import { Loaded } from '../../ui/Loaded.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { GuestHome } from './GuestHome.js'
import './home.css'
import { MemberHome } from './MemberHome.js'

export default function HomePage() {
  const me = useMe()
  return (
    <Loaded query={me} skeleton={<Skeleton lines={10} />}>
      {(known) => (known ? <MemberHome me={known} /> : <GuestHome />)}
    </Loaded>
  )
}
