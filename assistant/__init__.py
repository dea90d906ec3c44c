"""New sections: request → evidence → plan → sentences → checks → document."""
