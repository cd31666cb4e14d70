"""Who speaks next."""

from terminal.voice import Priority, Utterance, VoiceQueue


def test_the_first_utterance_is_spoken_at_once_and_the_second_waits():
    queue = VoiceQueue()
    assert queue.say(Utterance("a", "您好"), 0).speak.id == "a"
    assert queue.say(Utterance("b", "请选"), 0).speak is None
    assert queue.finished("a", 1).speak.id == "b"


def test_a_call_interrupts_an_answer_and_the_answer_is_not_resumed():
    queue = VoiceQueue()
    queue.say(Utterance("answer", "带身份证"), 0)
    change = queue.say(Utterance("call", "A012号请到3号窗口", Priority.ALARM), 1)
    assert change.silence
    assert change.speak.id == "call"
    assert change.dropped == ("answer",)
    assert queue.finished("call", 2).speak is None


def test_the_new_question_replaces_the_old_one():
    queue = VoiceQueue()
    queue.say(Utterance("old", "几点来？", topic="question"), 0)
    change = queue.say(Utterance("new", "哪天来？", topic="question"), 1)
    assert change.silence
    assert change.speak.id == "new"


def test_what_waited_too_long_is_never_said():
    queue = VoiceQueue()
    queue.say(Utterance("long", "…", Priority.ALARM), 0)
    queue.say(Utterance("hint", "您也可以打手语", Priority.HINT, stale_after_s=5), 1)
    change = queue.finished("long", 30)
    assert change.speak is None
    assert change.dropped == ("hint",)


def test_a_late_report_of_an_interrupted_utterance_changes_nothing():
    queue = VoiceQueue()
    queue.say(Utterance("a", "一"), 0)
    queue.say(Utterance("b", "二", Priority.ALARM), 1)
    queue.finished("a", 2)
    assert queue.speaking.id == "b"


def test_stop_silences_and_forgets():
    queue = VoiceQueue()
    queue.say(Utterance("a", "一"), 0)
    queue.say(Utterance("b", "二"), 0)
    change = queue.stop()
    assert change.silence
    assert change.dropped == ("a", "b")
    assert queue.speaking is None
    assert not queue.stop().silence


def test_the_queue_never_grows_beyond_its_bound():
    queue = VoiceQueue()
    for number in range(50):
        queue.say(Utterance(str(number), "字"), number / 100)
    assert len(queue.waiting) == 8
