"""The verbs of the office: enter, publish, confirm, amend, decide, adjust, rebuild.

The only room that writes results, decisions, rules, projections and the ledger. Every verb is keyword-only and one
transaction. Instants are arguments: `now` is the site's time (it becomes `issued_at`), `recorded_at` is real time.
A verb that cannot be done raises `errors.Refusal` (or `StaleVersion`) and nothing has changed.
"""
