"""Sound -> words: voice activity, Vosk, nearest phrase, rejection. The parts are composed by the ears' worker."""
