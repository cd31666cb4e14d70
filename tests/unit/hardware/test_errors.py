import pickle

from hardware.errors import DeviceError


def test_an_error_says_what_where_and_what_to_do() -> None:
    error = DeviceError("pad-silent", message="The pad does not answer.", context="ttyUSB0", hint="Check the cable.")
    assert str(error) == "pad-silent: The pad does not answer. | ttyUSB0 | Hint: Check the cable."


def test_an_error_survives_the_way_home_from_a_worker() -> None:
    error = DeviceError("camera-lost", message="No pictures.", context="camera 0", hint="Check the cable.")
    home = pickle.loads(pickle.dumps(error))
    assert isinstance(home, DeviceError)
    assert vars(home) == vars(error)
