"""Groups of the 1000 classes that the head for categories sums up: which class numbers are a cat, a bird, a boat.

The numbers are those of ImageNet 1k (ILSVRC 2012), whose order follows WordNet, so most words are a few ranges.
"""

from collections.abc import Mapping

_BROADER: Mapping[str, str] = {
    "animal": "0-68 70-397",
    "fish": "0-6 389-397",
    "shark": "2-4",
    "bird": "7-24 80-100 127-146",
    "chicken": "7-8",
    "parrot": "87-90",
    "duck": "97-98",
    "owl": "24",
    "penguin": "145",
    "heron": "131-134",
    "frog": "30-32",
    "turtle": "33-37",
    "lizard": "38-48",
    "crocodile": "49-50",
    "reptile": "33-68",
    "snake": "52-68",
    "spider": "72-77",
    "insect": "300-326",
    "beetle": "300-307",
    "butterfly": "321-326",
    "crab": "118-121 125",
    "lobster": "122-124",
    "whale": "147-148",
    "dog": "151-268",
    "wolf": "269-275",
    "fox": "277-280",
    "cat": "281-285",
    "big cat": "286-293",
    "bear": "294-297",
    "panda": "387-388",
    "rabbit": "330-332",
    "horse": "339",
    "cow": "345",
    "sheep": "348-349",
    "antelope": "351-353",
    "ape": "365-369",
    "monkey": "370-382",
    "elephant": "101 385-386",
    "food": "923-969 987",
    "fruit": "948-957",
    "vegetable": "936-946",
    "bread": "930-932",
    "pasta": "959",
    "soup": "809 925-926",
    "dessert": "927-929",
    "sandwich": "933-934",
    "drink": "966-967 969",
    "coffee": "504-505 550 967",
    "mushroom": "947 991-997",
    "flower": "985-986",
    "building": "415 424-425 437 442 449 454 467 483 497-498 500 509 538 580 582 624 634 663 668 698 727 743 "
    "762 788 832 860 865 915",
    "tower": "437 442 900",
    "bridge": "821 839 888",
    "ship": "403 510 628 724 913",
    "boat": "449 472 484 510 554 576 625 628 724 780 814 871 914",
    "sailboat": "484 780 871 914",
    "airplane": "404 895 908",
    "train": "466 547 565 705 820",
    "car": "407 436 468 511 609 627 656 661 751 817",
    "bus": "654 779 874",
    "truck": "555 569 675 717 864 867",
    "motorcycle": "665 670",
    "bicycle": "444 671",
    "vehicle": "403-404 407-408 436 444 466 468 511 547 555 565 569 603 609 627 654 656 661 665 670-671 675 705 717 "
    "734 751 757 779 812 814 817 820 829 847 864 866-867 870 874 895",
    "computer": "527 590 620 664 673 681",
    "phone": "487 528 707",
    "clock": "409 530 892",
    "watch": "531",
    "camera": "732 759",
    "guitar": "402 546",
    "piano": "579 881",
    "musical instrument": "401-402 420 432 486 513 541 546 558 566 577 579 593-594 641-642 683-684 687 699 776 822 875 "
    "881 889",
    "ball": "429-430 522 574 722 768 805 852 890",
    "chair": "423 559 765",
    "lamp": "619 846",
    "hat": "439 452 515 808",
    "furniture": "423 431 453 495 516 520 526 532 548 553 559 564 765 831 857 894",
    "clothing": "399-400 411 433 439 445 451-452 457 459 474 501 515 568 578 601 608 610 614 617 638-639 652 655 658 "
    "667 689 697 735 775 806 808 824 834 841-842 869 887 906",
    "text": "549 916 918 921-922",
    "mountain": "970 980",
    "coast": "975-978",
    "beach": "977-978",
    "landscape": "970 972 974-980",
}


def _numbers(ranges: str) -> tuple[int, ...]:
    bounds = (part.partition("-") for part in ranges.split())
    return tuple(number for first, _, last in bounds for number in range(int(first), int(last or first) + 1))


BROADER: Mapping[str, tuple[int, ...]] = {word: _numbers(ranges) for word, ranges in _BROADER.items()}
