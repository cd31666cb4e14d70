"""Memory given back once its work is done."""

from __future__ import annotations

import ctypes
import gc


def forget_phrases() -> None:
    """Free pypinyin's 47,000 phrases, about 40 MB a process, when all fixed texts have been read.

    From then on this process reads words by their characters. Call it only where that is enough: the understanding of
    free text measured the same with and without phrases; the voice keeps them. pypinyin has no call for it, so this
    reaches into its parts; the version is locked and a test looks that it still works.
    """
    from pypinyin import constants, phrases_dict
    from pypinyin.seg import mmseg

    constants.PHRASES_DICT.clear()
    phrases_dict.phrases_dict.clear()
    mmseg.seg._prefix_set._set.clear()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # the freed pages go back to the system
