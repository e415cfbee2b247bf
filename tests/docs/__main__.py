"""``make docs``."""

from tests.docs.code_table import ROOT, renew
from tests.docs.variables_page import variables_page

renew()
(ROOT / "templates" / "VARIABLES.md").write_text(variables_page(), encoding="utf-8")
