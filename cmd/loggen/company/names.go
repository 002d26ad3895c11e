package company

// name is a name's part in Latin letters and in its own script; own is empty
// where they are the same.
type name struct{ latin, own string }

// names is a list of names. A plain company draws evenly from the first even
// ones; any other company draws from all, the first ones more often.
type names struct {
	list []name
	even int
}

var koreanFamilies = names{even: 20, list: []name{
	{"Kim", "김"}, {"Lee", "이"}, {"Park", "박"}, {"Choi", "최"}, {"Jung", "정"},
	{"Kang", "강"}, {"Cho", "조"}, {"Yoon", "윤"}, {"Jang", "장"}, {"Lim", "임"},
	{"Han", "한"}, {"Oh", "오"}, {"Seo", "서"}, {"Shin", "신"}, {"Kwon", "권"},
	{"Hwang", "황"}, {"Ahn", "안"}, {"Song", "송"}, {"Yoo", "유"}, {"Hong", "홍"},
	{"Jeon", "전"}, {"Ko", "고"}, {"Moon", "문"}, {"Yang", "양"}, {"Son", "손"},
	{"Bae", "배"}, {"Baek", "백"}, {"Heo", "허"}, {"Nam", "남"}, {"Namgung", "남궁"},
	{"Hwangbo", "황보"}, {"Seonwoo", "선우"},
}}

var koreanGivens = names{even: 24, list: []name{
	{"Minjun", "민준"}, {"Seojun", "서준"}, {"Doyun", "도윤"}, {"Yejun", "예준"}, {"Siwoo", "시우"},
	{"Hajun", "하준"}, {"Jiho", "지호"}, {"Junseo", "준서"}, {"Jiwoo", "지우"}, {"Seoyeon", "서연"},
	{"Seoyun", "서윤"}, {"Minseo", "민서"}, {"Haeun", "하은"}, {"Jia", "지아"}, {"Soyul", "소율"},
	{"Yuna", "유나"}, {"Chaewon", "채원"}, {"Eunji", "은지"}, {"Sujin", "수진"}, {"Hyunwoo", "현우"},
	{"Taeyang", "태양"}, {"Jaewon", "재원"}, {"Donghyun", "동현"}, {"Nari", "나리"},
	{"Youngsoo", "영수"}, {"Miyoung", "미영"}, {"Sunghoon", "성훈"}, {"Hyejin", "혜진"}, {"Jinwoo", "진우"},
	{"Byeol", "별"}, {"Haneul", "하늘"}, {"Geon", "건"},
}}

var japaneseFamilies = names{even: 16, list: []name{
	{"Sato", "佐藤"}, {"Suzuki", "鈴木"}, {"Takahashi", "高橋"}, {"Tanaka", "田中"},
	{"Ito", "伊藤"}, {"Watanabe", "渡辺"}, {"Yamamoto", "山本"}, {"Nakamura", "中村"},
	{"Kobayashi", "小林"}, {"Kato", "加藤"}, {"Yoshida", "吉田"}, {"Yamada", "山田"},
	{"Sasaki", "佐々木"}, {"Matsumoto", "松本"}, {"Inoue", "井上"}, {"Kimura", "木村"},
	{"Hayashi", "林"}, {"Shimizu", "清水"}, {"Saito", "齋藤"}, {"Hasegawa", "長谷川"},
	{"Mori", "森"}, {"Abe", "阿部"}, {"Kubo", "久保"}, {"Takagi", "髙木"},
}}

var japaneseGivens = names{even: 16, list: []name{
	{"Haruto", "陽翔"}, {"Sota", "颯太"}, {"Yuto", "悠斗"}, {"Ren", "蓮"},
	{"Minato", "湊"}, {"Aoi", "葵"}, {"Yui", "結衣"}, {"Hina", "陽菜"},
	{"Sakura", "さくら"}, {"Rin", "凛"}, {"Kenta", "健太"}, {"Daiki", "大輝"},
	{"Takumi", "拓海"}, {"Misaki", "美咲"}, {"Nanami", "七海"}, {"Emi", "恵美"},
	{"Hiroshi", "浩"}, {"Naoko", "直子"}, {"Yusuke", "ユウスケ"}, {"Megumi", "めぐみ"},
	{"Akira", "明"}, {"Shota", "翔太"}, {"Mio", "美桜"}, {"Tsubasa", "翼"},
}}

var latinFamilies = names{even: 18, list: []name{
	{"Smith", ""}, {"Johnson", ""}, {"O'Brien", ""}, {"Garcia", "García"}, {"Muller", "Müller"}, {"Nguyen", ""},
	{"Patel", ""}, {"Rossi", ""}, {"Dubois", ""}, {"Kowalski", ""}, {"Andersson", ""}, {"Cohen", ""},
	{"Silva", ""}, {"Ivanov", ""}, {"Brown", ""}, {"Wilson", ""}, {"Kimball", ""}, {"Leeson", ""},
	{"Hernandez", "Hernández"}, {"Novak", "Novák"}, {"Sorensen", "Sørensen"}, {"Yilmaz", "Yılmaz"}, {"Okafor", ""}, {"Tran", "Trần"},
	{"Lopez-Ruiz", "López-Ruiz"}, {"D'Angelo", ""}, {"van Dijk", ""},
}}

var latinGivens = names{even: 18, list: []name{
	{"James", ""}, {"Mary", ""}, {"John", ""}, {"Linda", ""}, {"David", ""}, {"Sarah", ""},
	{"Anna", ""}, {"Zoe", "Zoë"}, {"Jose", "José"}, {"Kim", ""}, {"Lee", ""}, {"Chris", ""},
	{"Alex", ""}, {"Priya", ""}, {"Wei", ""}, {"Olga", ""}, {"Lars", ""}, {"Noah", ""},
	{"Francois", "François"}, {"Soren", "Søren"}, {"Inigo", "Íñigo"}, {"Minna", ""}, {"Thuy", "Thùy"}, {"Fatima", ""},
	{"Jean-Luc", ""}, {"Amelie", "Amélie"},
}}

// additions stand behind some names: contractors, people on leave. They are why
// readers of "Name (email)" must look for the last pair of brackets.
var additions = []string{" (파견)", " (Contractor)", " (休職中)", ", Ph.D.", " (Seoul)", " \"JK\""}

// localName is a word in Latin letters, Korean and Japanese.
type localName struct{ latin, korean, japanese string }

var places = []localName{
	{"Seoul", "서울", "ソウル"}, {"Busan", "부산", "釜山"}, {"Tokyo", "도쿄", "東京"}, {"Osaka", "오사카", "大阪"},
	{"Fukuoka", "후쿠오카", "福岡"}, {"Taipei", "타이베이", "台北"}, {"Bundang", "분당", "盆唐"}, {"Pangyo", "판교", "板橋"},
	{"London", "런던", "ロンドン"}, {"Berlin", "베를린", "ベルリン"}, {"Austin", "오스틴", "オースティン"}, {"Hanoi", "하노이", "ハノイ"},
}

var units = []localName{
	{"Sales", "영업", "営業"}, {"Finance", "재무", "経理"}, {"Legal", "법무", "法務"}, {"Platform", "플랫폼", "基盤"},
	{"Support", "고객지원", "サポート"}, {"Marketing", "마케팅", "マーケティング"}, {"Security", "보안", "セキュリティ"}, {"Design", "디자인", "デザイン"},
	{"Infra", "인프라", "インフラ"}, {"HR", "인사", "人事"}, {"Audit", "감사", "監査"}, {"Logistics", "물류", "物流"},
	{"Research", "연구", "研究"}, {"QA", "품질", "品質"},
}

// tagWords are what contacts are tagged with, each with a number behind it.
var tagWords = []string{
	"VIP", "partner", "supplier", "press", "newsletter", "contract-2026", "lead", "churn-risk", "reseller", "event", "認定", "협력사",
	"투자자", "取引停止", "do not call", "행사-초청", "見込み客", "GDPR",
}

const (
	plainTagWords = 12 // the first ones, of a plain company
	tagsPerWord   = 40
)
