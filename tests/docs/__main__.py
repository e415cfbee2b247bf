"""``make docs``."""

from reportgen.desk.templates import variables_page
from tests.docs.code_table import ROOT, renew

renew()
(ROOT / "templates" / "VARIABLES.md").write_text(variables_page(ROOT), encoding="utf-8")
