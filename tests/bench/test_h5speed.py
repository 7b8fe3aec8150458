import time, statistics, sys, gc
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory, utils
from django.template import Template
@pytest.mark.parametrize("mode",["asis","gcoff","settings","threads"])
def test_it(loaded_catalogue, monkeypatch, mode):
    if mode=="plainrender":
        monkeypatch.setattr(Template,"_render",utils._TestState.saved_data.template_render)
    h,rf=WSGIHandler(),RequestFactory()
    f=lambda: h.get_response(rf.get("/opportunities/"))
    import threading
    if mode=="gcoff": gc.disable()
    if mode=="settings":
        import cProfile,pstats
        for _ in range(3): f()
        p=cProfile.Profile(); p.enable()
        for _ in range(10): f()
        p.disable(); pstats.Stats(p).sort_stats("tottime").print_stats(14)
    if mode=="threads": print(threading.enumerate(), open("/proc/self/status").read().split("Threads:")[1][:8])
    for _ in range(5): f()
    ts=[]
    for _ in range(50):
        t=time.perf_counter(); t2=time.thread_time(); f(); ts.append((time.thread_time()-t2)*1000)
    gc.enable()
    print("RESULT",mode,min(ts),statistics.median(ts),sys.gettrace(),sys.getprofile(),gc.get_threshold(), ts[:6])
