"""The closed lists of the field, each term with its English and Japanese label.

A code is a promise: it stands in addresses, files and the database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a closed list. `parent` is the code of the broader term, where there is one."""

    code: str
    en: str
    ja: str
    parent: str | None = None

    @property
    def label(self) -> str:
        """The label in the language in force."""
        return self.ja if (get_language() or "").startswith("ja") else self.en

    def __str__(self) -> str:
        return self.label


class Vocabulary(Mapping[str, Term]):
    """An ordered closed list of terms, looked up by code."""

    def __init__(self, *terms: tuple[str, str, str] | tuple[str, str, str, str]) -> None:
        self._terms = {term[0]: Term(*term) for term in terms}

    def __getitem__(self, code: str) -> Term:
        return self._terms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(self._terms)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Pairs of code and English label, for Django's fields and constraints."""
        return [(term.code, term.en) for term in self._terms.values()]


KIND = Vocabulary(
    ("scholarship", "Scholarship", "奨学金"),
    ("fellowship", "Fellowship", "フェローシップ"),
    ("exchange", "Exchange", "交流・交換留学"),
    ("grant", "Grant", "研究助成"),
    ("travel-grant", "Travel grant", "渡航助成"),
    ("prize", "Prize", "賞"),
    ("network", "Network", "ネットワーク"),
)

PROGRAMME_STATUS = Vocabulary(
    ("active", "Active", "実施中"),
    ("paused", "Paused", "休止中"),
    ("ended", "Ended", "終了"),
    ("unknown", "Not known", "不明"),
)

STATE = Vocabulary(
    ("draft", "Draft", "下書き"),
    ("in-review", "In review", "確認中"),
    ("published", "Published", "公開中"),
    ("retired", "Retired", "掲載終了"),
)

OPERATION = Vocabulary(
    ("create", "Created", "作成"),
    ("edit", "Edited", "編集"),
    ("check", "Checked against its sources", "情報源と照合"),
    ("submit", "Submitted for review", "確認依頼"),
    ("publish", "Published", "公開"),
    ("schedule", "Scheduled", "公開予約"),
    ("return", "Returned to draft", "差し戻し"),
    ("retire", "Retired", "掲載終了"),
    ("delete", "Deleted", "削除"),
    ("bulk", "Changed many at once", "一括変更"),
    ("import", "Imported", "取り込み"),
    ("load", "Loaded from the catalogue's files", "ファイルから読み込み"),
    ("merge", "Merged", "統合"),
    ("restore", "Restored an earlier version", "以前の版に復元"),
    ("undo", "Undid an operation", "操作の取り消し"),
    ("suggestion", "Accepted a reader's suggestion", "読者の提案を採用"),
)

LINK_VERDICT = Vocabulary(
    ("untried", "Not tried yet", "未確認"),
    ("works", "Works", "正常"),
    ("moved", "Moved: works under another address", "移転（別のアドレスで表示）"),
    ("gone", "Gone: the site says that there is no such page", "消滅（ページが存在しない）"),
    ("suspected", "May be gone: the page reads like an error page", "消滅の疑い（エラーページのような内容）"),
    ("forbidden", "Not open to robots: nothing is known", "自動確認を拒否（状態は不明）"),
    ("down", "Did not answer today", "今日は応答なし"),
    ("broken", "Broken: failed on three days", "リンク切れ（3日続けて失敗）"),
    ("refused", "Not tried: it leads to where no request may go", "確認対象外（接続できない宛先）"),
)

SUGGESTION_STATE = Vocabulary(
    ("waiting", "Waiting", "未対応"),
    ("accepted", "Accepted", "採用"),
    ("declined", "Declined", "不採用"),
    ("spam", "Spam", "迷惑投稿"),
)

# What a reader can say of a programme: words that can become a fact as a curator leaves them, by the fact's name …
SUGGESTED_FACT = Vocabulary(
    ("name", "Name", "名称"),
    ("name_ja", "Japanese name", "日本語名称"),
    ("summary", "What it is", "概要"),
    ("summary_ja", "What it is, in Japanese", "日本語の概要"),
    ("eligibility.summary", "Who it is for", "対象者"),
    ("funding.note", "Note on the money", "金額についての補足"),
    ("application.official_url", "Official page", "公式ページ"),
    ("application.apply_url", "Application form", "応募フォーム"),
    ("application.guidance_url", "Guidance", "募集要項"),
    ("application.route", "How one applies", "応募方法"),
)
# … and words about several facts, to which a curator sees by hand.
SUGGESTED_MATTER = Vocabulary(
    ("eligibility", "Who can apply", "応募資格"),
    ("funding", "Amount, what is covered, how long", "金額・対象経費・期間"),
    ("cycle", "Dates", "日程"),
    ("other", "Something else", "その他"),
)

IMPORT_STATE = Vocabulary(
    ("reading", "Being read", "読み取り中"),
    ("read", "Waiting for a decision", "確認待ち"),
    ("applying", "Being applied", "適用中"),
    ("applied", "Applied", "適用済み"),
    ("refused", "Refused", "拒否"),
    ("dropped", "Dropped", "取り下げ"),
)

ROW_VERDICT = Vocabulary(
    ("new", "New", "新規"),
    ("changed", "Changed", "変更"),
    ("same", "Same", "変更なし"),
    ("refused", "Refused", "拒否"),
)

DIRECTION = Vocabulary(
    ("uk-to-japan", "UK to Japan", "英国から日本へ"),
    ("japan-to-uk", "Japan to UK", "日本から英国へ"),
    ("joint", "Joint work by partners in both", "日英共同"),
    ("multilateral", "Many countries, UK and Japan among them", "多国間（日英を含む）"),
    ("in-uk", "In the UK", "英国内"),
    ("in-japan", "In Japan", "日本国内"),
)

CAREER_STAGE = Vocabulary(
    ("school", "School pupil", "高校生以下"),
    ("undergraduate", "Undergraduate", "学部生"),
    ("masters", "Master's student", "修士課程"),
    ("doctoral", "Doctoral researcher (R1)", "博士課程（R1）"),
    ("early-career", "Early career, postdoctoral (R2)", "若手研究者・ポスドク（R2）"),
    ("established", "Established researcher (R3)", "中堅研究者（R3）"),
    ("senior", "Senior researcher (R4)", "シニア研究者（R4）"),
    ("professional", "Professional or practitioner", "実務家・専門職"),
    ("institution", "Institution", "機関"),
)

ACTIVITY = Vocabulary(
    ("degree-study", "Study for a degree", "学位取得"),
    ("exchange-study", "Exchange study", "交換留学"),
    ("language-study", "Language study", "語学学習"),
    ("research-visit", "Research visit", "研究滞在"),
    ("joint-research", "Joint research", "共同研究"),
    ("conference-travel", "Conference travel", "学会参加"),
    ("event", "Event", "行事・シンポジウム"),
    ("fieldwork", "Fieldwork", "現地調査"),
    ("internship", "Internship", "インターンシップ"),
    ("teaching", "Teaching", "教育"),
    ("networking", "Networking", "ネットワーク形成"),
    ("publication", "Publication", "出版"),
    ("prize", "Prize for work done", "表彰"),
)

COVERS = Vocabulary(
    ("stipend", "Stipend", "奨学金・手当"),
    ("tuition", "Tuition fees", "授業料"),
    ("travel", "Travel", "渡航費"),
    ("living", "Living costs", "生活費"),
    ("accommodation", "Accommodation", "宿泊費・住居費"),
    ("research-costs", "Research costs", "研究費"),
    ("event-costs", "Event costs", "行事開催費"),
    ("insurance", "Insurance", "保険"),
    ("salary", "Salary", "給与"),
    ("family", "Family allowance", "家族手当"),
    ("language-training", "Language training", "語学研修"),
    ("prize-money", "Prize money", "賞金"),
)

APPLICANT = Vocabulary(
    ("individual", "You apply yourself", "本人が申請"),
    ("host", "Your host applies", "受入研究者が申請"),
    ("institution", "Your institution applies", "所属機関が申請"),
    ("nominated", "You are nominated", "推薦による"),
)

AMOUNT_BASIS = Vocabulary(
    ("total", "in total", "総額"),
    ("per-year", "a year", "年額"),
    ("per-month", "a month", "月額"),
    ("per-day", "a day", "日額"),
    ("unspecified", "period not stated", "期間の記載なし"),
)

FREQUENCY = Vocabulary(
    ("annual", "Once a year", "年1回"),
    ("twice-yearly", "Twice a year", "年2回"),
    ("quarterly", "Four times a year", "年4回"),
    ("rolling", "Rolling: apply at any time", "随時"),
    ("irregular", "Irregular", "不定期"),
    ("one-off", "Once only", "1回限り"),
    ("unknown", "Not known", "不明"),
)

PRECISION = Vocabulary(
    ("minute", "To the minute", "時刻まで"),
    ("day", "Day", "日まで"),
    ("month", "Month", "月まで"),
)

STATUS = Vocabulary(
    ("open", "Open now", "募集中"),
    ("closing-soon", "Closing within 30 days", "30日以内に締切", "open"),
    ("rolling", "Rolling: apply at any time", "随時募集", "open"),
    ("opens-later", "Opening later", "募集予定（日程公表済み）"),
    ("expected", "Expected: next round not announced", "募集見込み（未公表）"),
    ("closed", "Closed", "募集終了"),
    ("unknown", "Not known", "不明"),
    ("ended", "Programme ended", "事業終了"),
)

CLOSING = Vocabulary(
    ("7", "Within 7 days", "7日以内"),
    ("30", "Within 30 days", "30日以内"),
    ("90", "Within 90 days", "90日以内"),
    ("180", "Within 180 days", "180日以内"),
)

ANNEXE_SECTION = Vocabulary(
    ("scholarships-fellowships", "Scholarships and fellowships (8.2.4)", "奨学金・フェローシップ（8.2.4）"),
    ("study-exchanges", "Study exchanges (8.2.4)", "留学・交流（8.2.4）"),
    ("platforms", "Platforms for research engagement (8.2.5)", "研究連携の枠組み（8.2.5）"),
    ("case-study", "Case studies (8.1)", "事例（8.1）"),
)

ORGANISATION_SECTION = Vocabulary(
    (
        "national-research-institutions",
        "National research institutions of Japan (8.2.1)",
        "日本の国立研究機関（8.2.1）",
    ),
    ("funding-agencies-japan", "Funding agencies of Japan (8.2.2)", "日本の資金配分機関（8.2.2）"),
    ("funding-agencies-uk", "Funding agencies of the UK (8.2.3)", "英国の資金配分機関（8.2.3）"),
)

ORGANISATION_KIND = Vocabulary(
    ("funding-agency", "Funding agency", "資金配分機関"),
    ("research-institute", "Research institute", "研究機関"),
    ("foundation", "Foundation", "財団"),
    ("learned-society", "Learned society", "学会・アカデミー"),
    ("government", "Government", "政府機関"),
    ("university-network", "University network", "大学ネットワーク"),
    ("university", "University", "大学"),
    ("international-body", "International body", "国際機関"),
    ("company", "Company", "企業"),
)

PUBLISHER = Vocabulary(
    ("official", "Official page", "公式"),
    ("university", "University page", "大学"),
    ("aggregator", "Listing site", "まとめサイト"),
    ("news", "News", "ニュース"),
)

CONFIDENCE = Vocabulary(
    ("high", "high (an official page of 2023 or later)", "高（2023年以降の公式ページ）"),
    (
        "medium",
        "medium (an older official page, or a recent university page)",
        "中（古い公式ページ、または最近の大学ページ）",
    ),
    ("low", "low (no official page was seen)", "低（公式ページを確認できず）"),
)

CRITERION_RULE = Vocabulary(
    ("any", "Any", "制限なし"),
    ("only", "Only these", "次に限る"),
    ("except", "All except these", "次を除く"),
)

DEGREE = Vocabulary(
    ("none", "No degree needed", "学位不要"),
    ("bachelors", "A bachelor's degree", "学士"),
    ("masters", "A master's degree", "修士"),
    ("doctorate", "A doctorate", "博士"),
    ("enrolled-bachelors", "Enrolled for a bachelor's degree", "学部在学"),
    ("enrolled-masters", "Enrolled for a master's degree", "修士課程在学"),
    ("enrolled-doctorate", "Enrolled for a doctorate", "博士課程在学"),
)

COUNTRY_GROUP = Vocabulary(
    ("EU", "the European Union", "欧州連合（EU）"),
    ("EEA", "the European Economic Area", "欧州経済領域（EEA）"),
    ("INT", "international", "国際"),
    (
        "diplomatic-relations-with-japan",
        "countries that have diplomatic relations with Japan",
        "日本と国交のある国",
    ),
)

SOURCE_SUPPORTS = [
    "activities",
    "administered_by",
    "age",
    "annexe_label",
    "annexe_section",
    "applicant",
    "application",
    "apply_url",
    "career_stages",
    "covers",
    "cycle",
    "degree",
    "directions",
    "disciplines",
    "duration",
    "eligibility",
    "frequency",
    "funders",
    "funding",
    "guidance_url",
    "host_required",
    "institution",
    "institutions",
    "keywords",
    "languages",
    "last_checked",
    "links",
    "name",
    "name_ja",
    "nationality",
    "notes",
    "offers",
    "official_url",
    "other",
    "outcomes",
    "parent",
    "people",
    "programme_status",
    "residence",
    "ror",
    "rounds",
    "route",
    "status_note",
    "summary",
    "summary_ja",
    "timezone",
    "title",
    "usual_closes",
    "usual_opens",
    "website",
    "acronym",
    "years",
    "years_since_phd",
]

ALL_FIELDS = "all"  # in `disciplines`: open to every field
