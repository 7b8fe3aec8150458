"""The closed lists of eligibility, each term with its English and Japanese label."""

from opportunities.vocabulary import Vocabulary

CRITERION_KIND = Vocabulary(
    ("nationality", "Nationality", "国籍"),
    ("residence", "Where you live or work", "居住地・勤務地"),
    ("stay", "Time already spent there", "滞在歴"),
    ("institution", "Institution", "所属機関"),
    ("occupation", "Studies or employment", "在学・雇用"),
    ("career-stage", "Career stage", "キャリア段階"),
    ("degree", "Degree", "学位"),
    ("first-degree", "Subject of the first degree", "学士課程の専攻"),
    ("field", "Field", "分野"),
    ("years-since-phd", "Years since the doctorate", "学位取得後の年数"),
    ("age", "Age", "年齢"),
    ("language", "Language", "語学"),
    ("work-experience", "Work experience", "職務経験"),
    ("earlier-award", "Earlier awards", "過去の採択歴"),
    ("host", "Host", "受入研究者"),
    ("applicant", "Who applies", "申請者"),
    ("other", "Other condition", "その他の条件"),
)

VERDICT = Vocabulary(
    ("likely", "Likely eligible", "応募できる見込み"),
    ("cannot-tell", "Cannot tell", "判断できません"),
    ("not-eligible", "Not eligible", "応募できません"),
)

INSTITUTION_KIND = Vocabulary(
    ("university", "University", "大学"),
    ("college", "College (further education, technical or junior college)", "短大・高専・専門学校など"),
    ("school", "School", "学校（高校以下）"),
    ("research-institute", "Public or non-profit research institute", "公的・非営利の研究機関"),
    ("company", "Company", "企業"),
    ("hospital", "Hospital", "病院"),
    ("museum", "Museum, library, archive or gallery", "博物館・図書館・文書館・美術館"),
    ("public-body", "Government or public body", "官公庁・公的機関"),
    ("non-profit", "Non-profit organisation", "非営利団体"),
)

OCCUPATION = Vocabulary(
    ("student", "Registered for a degree", "学位課程に在籍"),
    ("employed", "Employed", "雇用されている"),
)

LANGUAGE_LEVEL = Vocabulary(
    ("none", "None", "なし"),
    ("basic", "Basic (A1 to B1; JLPT N5 or N4)", "初級（A1～B1、日本語能力試験N5・N4）"),
    ("working", "Working (B2; IELTS 6; JLPT N3 or N2)", "中級（B2、IELTS 6、日本語能力試験N3・N2）"),
    ("fluent", "Fluent (C1 or C2; IELTS 7; JLPT N1)", "上級（C1・C2、IELTS 7、日本語能力試験N1）"),
    ("native", "First language", "母語"),
)

COUNTED = Vocabulary(
    ("deadline", "when applying", "応募時"),
    ("start", "at the start of the award", "採用・支給の開始時"),
    ("date", "on a set day", "定められた日"),
)

ON_YEAR = Vocabulary(
    ("deadline-year", "in the year of the deadline", "締切の年"),
    ("after-deadline", "the first such day on or after the deadline", "締切以後の最初のその日"),
    ("second-after-deadline", "the second such day on or after the deadline", "締切以後の2回目のその日"),
    ("year-after-deadline", "in the year after that of the deadline", "締切の翌年"),
    (
        "fiscal-year",
        "of the Japanese fiscal year of the award (a round that closes from April to June is for the one under way)",
        "支給年度（4～6月締切の募集は当該年度、それ以外は次に始まる年度）",
    ),
    ("before-deadline", "the last such day on or before the deadline", "締切以前の最後のその日"),
)

BREAKS = Vocabulary(
    ("do-not-count", "Career breaks extend the limit", "中断期間を除いて数える"),
    ("count", "No allowance for career breaks", "中断期間も含めて数える"),
)

DUAL_NATIONALS = Vocabulary(
    ("accepted", "Dual nationals accepted", "二重国籍者も可"),
    ("refused", "Dual nationals refused", "二重国籍者は不可"),
)

HELD_BY = Vocabulary(
    ("application", "when applying", "応募時まで"),
    ("start", "by the start of the award", "採用・支給の開始時まで"),
)

HOST_KIND = Vocabulary(
    ("host", "A host who receives you", "受入研究者・受入機関"),
    ("partner", "A partner who applies with you", "共同で申請する相手"),
    ("place", "A place on a course", "入学許可"),
    ("employer", "An employer", "雇用先"),
)
