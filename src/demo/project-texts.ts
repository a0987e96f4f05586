/** The project of the first course of the demo, its rubric, and what two learners handed in. */
export const firstRubric = {
  title: 'Halaman web pertama',
  description: 'Untuk proyek yang hasilnya satu halaman yang bisa dibuka di ponsel.'
}

const levelsOf = (worst: string, middle: string, best: string) => [
  { title: 'Belum', description: worst, points: 0 },
  { title: 'Cukup', description: middle, points: 6 },
  { title: 'Baik', description: best, points: 10 }
]

export const firstCriteria = [
  {
    title: 'Isi dan kerangka',
    description: 'Elemen HTML dipilih menurut artinya.',
    isRequired: true,
    levels: levelsOf('Halaman tidak lengkap.', 'Lengkap, sebagian elemen kurang tepat.', 'Lengkap dan bermakna.')
  },
  {
    title: 'Rupa di layar ponsel',
    description: 'Dibuka di layar selebar 360 piksel.',
    isRequired: true,
    levels: levelsOf('Harus digeser ke samping.', 'Terbaca, tetapi sempit.', 'Rapi dan mudah disentuh.')
  },
  {
    title: 'Laporan',
    description: 'Apa yang dibuat, apa yang sulit, apa yang dipelajari.',
    isRequired: true,
    levels: levelsOf('Tidak ada.', 'Menyebut apa yang dibuat.', 'Menjelaskan pilihan dan kesulitannya.')
  }
]

export const firstProject = {
  title: 'Halaman profil di layar ponsel',
  brief: `Buat **satu halaman profil** tentang dirimu atau usaha keluargamu, yang rapi di layar ponsel.

## Yang harus ada
1. Judul, satu foto, dan tiga hal yang ingin diketahui orang
2. Satu daftar dan satu tabel yang memang berguna
3. Tautan yang bisa disentuh dengan ibu jari

> Baca rubriknya sebelum mulai: dari situlah nilainya.`,
  checklist: [
    { text: 'Sudah kubuka di ponsel sungguhan', isRequired: true },
    { text: 'Sudah dibaca satu teman', isRequired: false }
  ],
  deliverables: [
    { title: 'Repositori', description: 'Alamat yang bisa dibuka mentor.', kind: 'repository', isRequired: true },
    { title: 'Laporan', description: 'Sepuluh baris sudah cukup.', kind: 'text', isRequired: true }
  ],
  maxAttempts: 3,
  reviewHours: 72
}

export const firstAttempts = {
  sari: {
    url: 'https://git.example/sari/profil',
    commit: '4f1c2d9',
    report: 'Aku membuat halaman profil warung ibuku.\nYang sulit: tabel harga di layar kecil.'
  },
  sariAgain: {
    url: 'https://git.example/sari/profil',
    commit: 'a91be07',
    report:
      'Aku membuat halaman profil warung ibuku.\nTabel harga kini menjadi daftar di layar kecil.\nYang kupelajari: media query.'
  },
  joko: {
    url: 'https://git.example/joko/bengkel',
    commit: 'c0ffee1',
    report: 'Halaman bengkel sepeda bapakku, dengan jam buka dan peta sederhana.'
  }
}

export const firstReview = {
  summary:
    'Isinya sudah **lengkap**. Tabel harga belum terbaca di layar 360 piksel: ubah menjadi daftar, lalu kirim lagi.',
  comments: [
    'Judul dan daftar sudah tepat.',
    'Tabelnya harus digeser ke samping.',
    'Tambahkan apa yang kamu pelajari.'
  ],
  /** The level of each criterion. */
  levels: [2, 0, 1]
}

/** The project of the second course, and what its learner left with. */
export const secondProject = {
  title: 'Harga beras dalam satu grafik',
  brief: 'Ambil data harga beras dua tahun terakhir dan ceritakan **satu hal** dengan satu grafik yang jujur.',
  deliverables: [{ title: 'Grafik dan ceritanya', kind: 'text', isRequired: true }]
}

export const secondAttempt = 'Harga naik menjelang panen, bukan sesudahnya: grafiknya dimulai dari nol.'

export const secondCertificate = {
  title: 'Analisis Data dengan Python',
  description: 'Membersihkan data terbuka dan menceritakannya dengan grafik yang jujur.',
  validMonths: 36
}
