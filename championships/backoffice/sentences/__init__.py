"""The page on which a preview or a report is written sentence by sentence."""
