"""Macros in the body of a model -> what each declares (`domain/model`)."""
