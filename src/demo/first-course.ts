/** What the first course of the demo consists of: three weeks, each opened by the week of the cohort, each with a quiz at its end. */
export const firstCourseModules = [
  {
    title: 'Minggu 1: Halaman pertamamu',
    summary: 'HTML: dari berkas kosong sampai halaman profil yang bisa dibuka siapa saja.',
    lessons: [
      {
        title: 'Apa yang terjadi ketika sebuah halaman dibuka',
        isFree: true,
        minutes: 10,
        content: `Ketika kamu mengetik alamat, **peramban** meminta berkas kepada **peladen** (*server*), lalu menggambarnya di layar.

1. Peramban mencari alamat IP dari nama situs.
2. Peramban mengirim permintaan: *"Tolong, berkas ini."*
3. Peladen menjawab dengan teks HTML.
4. Peramban membaca teks itu dari atas ke bawah dan menggambarnya.

> Buka sebuah situs, lalu pilih **Lihat sumber halaman**. Semua yang kamu lihat di layar berasal dari teks itu.

## Coba

Cari di sumber halaman itu: judulnya, satu tautan, dan satu gambar.`
      },
      {
        title: 'Kerangka sebuah halaman',
        isFree: false,
        minutes: 15,
        content: `Setiap halaman punya kerangka yang sama:

\`\`\`html
<!doctype html>
<html lang="id">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Profil Sari</title>
  </head>
  <body>
    <h1>Halo, aku Sari</h1>
    <p>Aku belajar membuat situs.</p>
  </body>
</html>
\`\`\`

| bagian | gunanya |
| --- | --- |
| \`lang="id"\` | pembaca layar memakai lafal Indonesia |
| \`charset\` | huruf seperti é dan “ ” tampil benar |
| \`viewport\` | halaman pas di layar ponsel |

Simpan sebagai \`profil.html\`, lalu buka dengan peramban.`
      },
      {
        title: 'Kuis: kerangka halaman',
        isFree: false,
        minutes: 5,
        content: 'Lima pertanyaan pendek. Kamu lulus dengan 60 % dan boleh mencoba tiga kali.'
      }
    ]
  },
  {
    title: 'Minggu 2: Rupa yang rapi',
    summary: 'CSS: jarak, warna, dan huruf yang enak dibaca di layar kecil.',
    lessons: [
      {
        title: 'Tiga cara memberi rupa, dan satu yang kita pakai',
        isFree: false,
        minutes: 12,
        content: `CSS memisahkan **isi** dari **rupa**. Kita menulisnya di berkas sendiri:

\`\`\`css
body { font: 1rem/1.6 system-ui; margin: 1rem auto; max-width: 40rem; }
h1   { color: #0b4a8f; }
\`\`\`

dan menyambungkannya di \`<head>\`:

\`\`\`html
<link rel="stylesheet" href="gaya.css">
\`\`\``
      },
      {
        title: 'Layar kecil lebih dulu',
        isFree: false,
        minutes: 20,
        content: `Mulai dari ponsel, lalu beri ruang bila layarnya lebih lebar.

- ukuran sentuh paling kecil **44 × 44** piksel
- kontras teks paling rendah **4,5 : 1**
- jangan pernah mematikan perbesaran halaman

\`\`\`css
@media (min-width: 48rem) {
  .kartu { display: grid; grid-template-columns: 1fr 2fr; }
}
\`\`\``
      }
    ]
  },
  {
    title: 'Minggu 3: Halaman yang menjawab',
    summary: 'JavaScript: kalkulator cicilan yang bisa dipakai tanpa internet.',
    lessons: [
      {
        title: 'Angka, teks, dan keputusan',
        isFree: false,
        minutes: 25,
        content: `\`\`\`js
const harga = 2_400_000
const bulan = 12
const cicilan = Math.ceil(harga / bulan)
console.log('Rp' + cicilan.toLocaleString('id-ID'))
\`\`\`

Bila uang mukanya lebih dari setengah harga, beri tahu pembeli bahwa ia tidak perlu mencicil. Tulis dengan \`if\`.`
      },
      {
        title: 'Bacaan tambahan: sejarah JavaScript',
        isFree: false,
        isRequired: false,
        minutes: 8,
        content:
          'JavaScript dibuat dalam sepuluh hari pada tahun 1995. Sebagian kebiasaannya yang aneh berasal dari sana.'
      }
    ]
  }
] as const

/** At the end of the first week. */
export const firstQuiz = {
  lesson: 'Kuis: kerangka halaman',
  quiz: {
    title: 'Kerangka halaman',
    instructions: 'Jawab dengan tenang; jawabanmu tersimpan sendiri.',
    maxAttempts: 3,
    passMark: 60,
    isShuffled: true,
    scoring: 'best',
    reveal: 'after_submit'
  },
  questions: [
    {
      kind: 'single_choice',
      prompt: 'Di dalam elemen mana isi yang tampil di layar ditulis?',
      explanation: '`head` berisi keterangan tentang halaman; yang tampil ada di `body`.',
      options: [
        { text: 'head', isCorrect: false },
        { text: 'body', isCorrect: true },
        { text: 'title', isCorrect: false }
      ]
    },
    {
      kind: 'multiple_choice',
      prompt: 'Mana yang sebaiknya ada di setiap halaman?',
      explanation: 'Bahasa, himpunan karakter, dan judul membantu pembaca layar dan mesin pencari.',
      options: [
        { text: 'Bahasa (lang)', isCorrect: true },
        { text: 'Himpunan karakter (charset)', isCorrect: true },
        { text: 'Judul (title)', isCorrect: true },
        { text: 'Tiga gambar', isCorrect: false }
      ]
    },
    {
      kind: 'short_text',
      prompt: 'Elemen apa yang dipakai untuk judul utama? Tulis namanya saja.',
      explanation: 'Satu `h1` untuk setiap halaman.',
      acceptedAnswers: ['h1', '<h1>']
    },
    {
      kind: 'numeric',
      prompt: 'Berapa langkah dari mengetik alamat sampai halaman tergambar, menurut pelajaran pertama?',
      explanation: 'Mencari alamat, meminta, menjawab, menggambar.',
      value: 4
    },
    {
      kind: 'ordering',
      prompt: 'Urutkan dari yang paling luar.',
      explanation: '`html` memuat `body`, `body` memuat `p`.',
      items: [{ text: 'html' }, { text: 'body' }, { text: 'p' }]
    }
  ]
} as const
