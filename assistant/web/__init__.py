"""The screens of the web app. Rendering is pure and escapes everything; app.py puts it together."""
