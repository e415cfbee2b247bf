"""``make docs``."""

from tests.docs.code_table import ROOT, renew
from tests.docs.licences_page import licences_page
from tests.docs.variables_page import variables_page

renew()
(ROOT / ".readme" / "LICENCES.md").write_text(licences_page(), encoding="utf-8")
(ROOT / "templates" / "VARIABLES.md").write_text(variables_page(), encoding="utf-8")
