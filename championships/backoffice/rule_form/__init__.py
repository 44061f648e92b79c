"""The form of a rule book: a document laid out for people, and read back from what they typed.

`sheets` turns a document into lists a form can show and back; `codecs` turns one value into a text and back; `layout`
says which fields there are; `reading` lays what was sent over the document; `faults` brings every fault of the strict
reader to the field it is about. What is typed and not understood stays in the document as it was typed: nothing is
lost, and the reader refuses it at its place.
"""
