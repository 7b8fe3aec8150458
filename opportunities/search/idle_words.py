"""Words that hold a sentence together, or that every entry could have: looked for only if nothing else is asked."""

_ENGLISH = """
a about after again all already also am an and any anyone anything apply applying are around as at available be
because been before being both but by can could currently did do does doing done during each eligible etc find
finding for from fund funded funding get getting give go going good got had has have having he help her here hi his
hope hoping how i idea if im in interested into is it its ive just kind know like look looking lot made make many
may me might money more most much my need needed needs new no nor not now of off offer offered offers on one only
onto opportunities opportunity or other our out over own paid pay pays per please possible program programme
programmes programs properly really scheme schemes seek seeking she should so some somebody someone something sort
spend still straight such support supported supporting take than that the their them then there these they thing
this those through to too try under until up upon us use using very via wanna want wanting wants was we well were
what when where whether which while who whom whose why will wish with within without work working would year years
you your
"""
_JAPANESE = """
応募 申請 募集 支援 資金 制度 事業 助成 プログラム 方法 情報 可能 希望 必要 対象 利用 受給 獲得 自分 興味
何 今 全部 全て 一部 予定 場合 以上 以下 目的 機会 分野 関係 関連 費用 お金 件 方 者 用
等 的
"""

IDLE_WORDS = frozenset(_ENGLISH.split()) | frozenset(_JAPANESE.split())
