"""Files to take away: a search or a shortlist as CSV, XLSX or JSON. docs/exports.md tells what stands in them."""
