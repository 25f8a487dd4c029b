from plans.core.spec import stamp
