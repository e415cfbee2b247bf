"""``make docs``."""

from tests.docs.code_table import renew

renew()
