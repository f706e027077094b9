"""Parts a picture into foreground and background, and tells the colours of each. What the mask is of is not kept.

`faces` says whether there is a face, only so that `people` is asked for the mask; without one `middle` makes it.
"""

NAME = "grounds"
VERSION = "1"
"""Goes up when anything here reads differently, so that every picture is read again."""

FILES = FACES_FILE, PEOPLE_FILE = ("face_detection_full_range_sparse.tflite", "selfie_segmentation.tflite")
