"""The pages that every sweep over the site visits."""

PAGES = {
    "/": "home",
    "/opportunities/": "results",
    "/opportunities/?direction=uk-to-japan&stage=doctoral&funder=jsps": "results, filtered",
    "/opportunities/?q=zzzqqq&kind=prize": "results, nothing found",
    "/opportunities/?foo=1&kind=nonsense&page=999": "results, with messages",
    "/opportunities/daiwa-scholarship/": "an entry with many facts",
    "/opportunities/harasawa-fellowship/": "an entry of which nothing is known",
    "/opportunities/mext-inter-university-exchange-uk/": "an entry with a long name",
    "/eligibility/": "can I apply",
    "/deadlines/": "the year",
    "/compare/?o=daiwa-scholarship&o=jet-programme-alt&o=canon-foundation-fellowships": "a comparison",
    "/alerts/new/?q=robot&direction=joint": "a new alert",
    "/organisations/": "organisations",
    "/organisations/jsps/": "an organisation",
    "/case-studies/": "case studies",
    "/case-studies/epsrc-jsps-core-to-core/": "a case study",
    "/coverage/": "coverage",
    "/opportunities/no-such-entry/": "not found",
}
