/** The courses of the demo, as a mentor would write them. All but the last are published. */
export const demoCourses = [
  {
    title: 'Dasar Pemrograman Web',
    category: 'Web',
    tags: ['html', 'css', 'javascript', 'pemula'],
    level: 'beginner',
    durationWeeks: 8,
    visibility: 'public',
    description: `Bangun situs pertamamu dari nol: **HTML** untuk isi, **CSS** untuk rupa, **JavaScript** untuk perilaku.

## Yang akan kamu buat
1. Halaman profil yang rapi di layar ponsel
2. Katalog warung dengan pencarian
3. Kalkulator cicilan yang bisa dipakai tanpa internet

Setiap minggu ada satu proyek kecil, dinilai mentor dengan rubrik yang bisa kamu baca sebelum mulai.`
  },
  {
    title: 'Analisis Data dengan Python',
    category: 'Data',
    tags: ['python', 'pandas', 'statistik'],
    level: 'intermediate',
    durationWeeks: 10,
    visibility: 'public',
    description: `Dari berkas CSV sampai cerita yang meyakinkan. Kita memakai data terbuka BPS: harga beras, curah hujan, jumlah penumpang.

- membersihkan data yang berantakan
- membuat grafik yang jujur
- menulis laporan satu halaman untuk kepala sekolah`
  },
  {
    title: 'Backend APIs with Node.js',
    category: 'Web',
    tags: ['node', 'typescript', 'api', 'sql'],
    level: 'intermediate',
    durationWeeks: 9,
    visibility: 'public',
    description: `Design, build and run an HTTP API that other people can rely on.

You will write routes with **Fastify**, model data in **SQL**, test against a real database, and deploy to a small server. The
final project is an API for a school library: books, loans, reminders.`
  },
  {
    title: 'Desain Antarmuka untuk Ponsel',
    category: 'Desain',
    tags: ['ui', 'ux', 'aksesibilitas'],
    level: 'beginner',
    durationWeeks: 6,
    visibility: 'public',
    description: `Merancang layar yang nyaman dipakai di ponsel murah dan jaringan lambat.

Kamu belajar mewawancarai pengguna, membuat sketsa, menguji prototipe dengan lima orang, dan memperbaikinya. Kontras, ukuran
sentuh, dan bahasa yang sederhana menjadi kebiasaan, bukan tambahan.`
  },
  {
    title: 'Product Thinking for Builders',
    category: 'Product',
    tags: ['product', 'research', 'writing'],
    level: 'advanced',
    durationWeeks: 4,
    visibility: 'internal',
    description: `For learners who can build and now ask *what* to build.

Each week: one interview, one page of writing, one decision you can defend. Only members of this school can see this course.`
  },
  {
    title: 'Internet of Things untuk Kebun Sekolah',
    category: 'Perangkat',
    tags: ['iot', 'arduino', 'sensor'],
    level: 'intermediate',
    durationWeeks: 7,
    visibility: 'public',
    description: `Rancangan: sensor kelembapan tanah, pompa kecil, dan papan pantau yang bisa dibaca dari kelas. **Masih disusun.**`
  }
] as const
