"""The signer on the screen: drawing (needs skia), the generated camera, and the stage that the screens talk to."""
