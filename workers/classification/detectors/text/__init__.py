"""Reads the writing in a picture: `finding` says where lines are, `spelling` what they say, both by PP-OCRv4's nets."""

NAME = "pp-ocr-v4"
VERSION = "1"
"""Goes up when anything here reads differently, so that every picture is read again."""

FILES = FINDER_FILE, SPELLER_FILE = ("ch_PP-OCRv4_det_infer.onnx", "ch_PP-OCRv4_rec_infer.onnx")
