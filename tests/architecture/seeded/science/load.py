from math import sqrt
from requests.sessions import Session
