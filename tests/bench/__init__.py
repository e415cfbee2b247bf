"""Speed side by side in one run on one machine; never a timed test."""
