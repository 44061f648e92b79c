"""The read-only API, version 1: everything public, as JSON, for machines.

One declaration, three uses. The shapes (frozen dataclasses: `refs`, `standings`, `seasons`, …) say what an answer
holds; `routes` says where it stands and which parameters it takes; `urls` and `openapi` are written from both, so the
description cannot drift from what is answered.

Names are written in one language, chosen by `?lang=`; identifiers and states never change with it.
"""
