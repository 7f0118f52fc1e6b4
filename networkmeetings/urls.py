app_name = "networkmeetings"

urlpatterns = []
